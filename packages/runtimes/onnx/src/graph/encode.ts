import protobuf from "protobufjs/minimal.js";
import type { Attribute, ElementType, Primitive, Value } from "./graph.ts";
import type { Segment } from "./segments.ts";

/** An ONNX model as its file would be: `ModelProto` of the format's onnx.proto, whose field numbers these are. */
export function encodeModel(segment: Segment): Uint8Array {
  const model = protobuf.Writer.create();
  model.uint32(field(1, number)).int64(irVersion);
  model.uint32(field(2, bytes)).string("proxybo");
  model.uint32(field(7, bytes)).fork();
  encodeGraph(model, segment);
  model.ldelim();
  for (const [domain, version] of Object.entries(operatorSets)) {
    model.uint32(field(8, bytes)).fork().uint32(field(1, bytes)).string(domain);
    model.uint32(field(2, number)).int64(version).ldelim();
  }
  return model.finish();
}

const irVersion = 8;
const blocked = "com.microsoft.nchwc";
const operatorSets = { "": 18, [blocked]: 1 };

type Writer = protobuf.Writer;

/** Wire types of protocol buffers. */
const [number, bytes, fixed32] = [0, 2, 5] as const;

function field(id: number, wireType: number): number {
  return (id << 3) | wireType;
}

/** `TensorProto.DataType` */
const dataTypes: Readonly<Record<ElementType | "bool", number>> = { float32: 1, int64: 7, bool: 9 };

function encodeGraph(writer: Writer, { primitives, inputs, outputs, constants, names }: Segment): void {
  const name = (value: Value): string => names.get(value)!;
  for (const primitive of primitives) encodePrimitive(writer, primitive, name);
  writer.uint32(field(2, bytes)).string("segment");
  for (const value of constants) {
    writer.uint32(field(5, bytes)).fork();
    encodeConstant(writer, name(value), value.shape, value.data!, value.type);
    writer.ldelim();
  }
  encodeConstant(writer.uint32(field(5, bytes)).fork(), "zero", [], [0], "float32").ldelim();
  for (const [id, values] of [
    [11, inputs],
    [12, outputs],
  ] as const)
    for (const value of values) encodeValueInfo(writer, id, name(value), value);
}

function encodePrimitive(
  writer: Writer,
  { kind, inputs, outputs, attributes }: Primitive,
  name: (value: Value) => string,
): void {
  const [from, to] = [inputs.map(name), outputs.map(name)];
  if (kind === "Positive" || kind === "IsZero") {
    const truth = `${to[0]}?`;
    encodeNode(writer, kind === "Positive" ? "Greater" : "Equal", [from[0]!, "zero"], [truth], {});
    encodeNode(writer, "Cast", [truth], to, { to: dataTypes.float32 });
  } else if (kind === "ScatterElementsSum") {
    const node = writer.uint32(field(1, bytes)).fork();
    encodeEnds(node, "ScatterElements", from, to);
    encodeAttribute(node, "axis", 0);
    node.uint32(field(5, bytes)).fork().uint32(field(1, bytes)).string("reduction");
    node.uint32(field(4, bytes)).string("add").uint32(field(20, number)).int32(3).ldelim();
    node.ldelim();
  } else encodeNode(writer, kind, from, to, attributes);
}

function encodeNode(
  writer: Writer,
  kind: string,
  inputs: readonly string[],
  outputs: readonly string[],
  attributes: Readonly<Record<string, Attribute>>,
): void {
  const node = writer.uint32(field(1, bytes)).fork();
  encodeEnds(node, kind, inputs, outputs);
  for (const [key, value] of Object.entries(attributes)) encodeAttribute(node, key, value);
  node.ldelim();
}

function encodeEnds(node: Writer, kind: string, inputs: readonly string[], outputs: readonly string[]): void {
  for (const input of inputs) node.uint32(field(1, bytes)).string(input);
  for (const output of outputs) node.uint32(field(2, bytes)).string(output);
  const [domain, name] = kind.startsWith("nchwc.") ? [blocked, kind.slice(6)] : ["", kind];
  node.uint32(field(4, bytes)).string(name).uint32(field(7, bytes)).string(domain);
}

function encodeAttribute(node: Writer, key: string, value: Attribute): void {
  const attribute = node.uint32(field(5, bytes)).fork();
  attribute.uint32(field(1, bytes)).string(key);
  if (typeof value === "number") {
    attribute.uint32(field(3, number)).int64(value).uint32(field(20, number)).int32(2);
  } else if ("real" in value) {
    attribute.uint32(field(2, fixed32)).float(value.real).uint32(field(20, number)).int32(1);
  } else {
    for (const entry of value) attribute.uint32(field(8, number)).int64(entry);
    attribute.uint32(field(20, number)).int32(7);
  }
  attribute.ldelim();
}

function encodeConstant(
  tensor: Writer,
  name: string,
  shape: readonly number[],
  data: readonly number[],
  type: ElementType,
): Writer {
  for (const length of shape) tensor.uint32(field(1, number)).int64(length);
  tensor.uint32(field(2, number)).int32(dataTypes[type]);
  tensor.uint32(field(8, bytes)).string(name);
  const raw = type === "int64" ? BigInt64Array.from(data, BigInt) : Float32Array.from(data);
  return tensor.uint32(field(9, bytes)).bytes(new Uint8Array(raw.buffer));
}

function encodeValueInfo(writer: Writer, id: number, name: string, { shape, type }: Value): void {
  const info = writer.uint32(field(id, bytes)).fork();
  info.uint32(field(1, bytes)).string(name);
  const tensor = info.uint32(field(2, bytes)).fork().uint32(field(1, bytes)).fork();
  tensor.uint32(field(1, number)).int32(dataTypes[type]);
  tensor.uint32(field(2, bytes)).fork();
  for (const length of shape)
    tensor.uint32(field(1, bytes)).fork().uint32(field(1, number)).int64(length).ldelim();
  tensor.ldelim();
  tensor.ldelim().ldelim();
  info.ldelim();
}
