/** Fields by their ids: numbers, truth values, bytes, lists and structs. */
export type ThriftFields = ReadonlyMap<number, unknown>;

/** Deepest nesting of a page's header: it has statistics, and they have nothing below. */
const deepest = 8;

/**
 * Reads a struct of Thrift's compact protocol, as the headers of Parquet pages are
 * (https://github.com/apache/thrift/blob/master/doc/specs/thrift-compact-protocol.md).
 *
 * @throws {RangeError} where the bytes end before the struct does.
 */
export function readStruct(
  view: DataView,
  start: number,
  depth = 0,
): { readonly fields: ThriftFields; readonly end: number } {
  if (depth > deepest) throw new Error("a header is nested too deep");
  const fields = new Map<number, unknown>();
  let at = start;
  for (let id = 0; ;) {
    const byte = view.getUint8(at++);
    const type = byte & 15;
    if (type === 0) return { fields, end: at };
    const step = byte >> 4;
    if (step > 0) id += step;
    else {
      const read = readVarint(view, at);
      [id, at] = [zigzag(read.value), read.end];
    }
    const { value, end } = readValue(view, at, type, depth);
    fields.set(id, value);
    at = end;
  }
}

/** A number of seven bits a byte, the lowest first. */
export function readVarint(view: DataView, start: number): { readonly value: number; readonly end: number } {
  let value = 0;
  let at = start;
  for (let place = 1; ; place *= 128) {
    const byte = view.getUint8(at++);
    value += (byte & 127) * place;
    if (byte < 128) return { value, end: at };
    if (at - start > 9) throw new Error("a number is longer than any");
  }
}

function zigzag(value: number): number {
  return value % 2 === 0 ? value / 2 : -(value + 1) / 2;
}

function readValue(
  view: DataView,
  at: number,
  type: number,
  depth: number,
): { readonly value: unknown; readonly end: number } {
  if (type === 1 || type === 2) return { value: type === 1, end: at };
  if (type === 3) return { value: view.getInt8(at), end: at + 1 };
  if (type === 7) return { value: view.getFloat64(at, true), end: at + 8 };
  if (type === 12) {
    const { fields, end } = readStruct(view, at, depth + 1);
    return { value: fields, end };
  }
  const { value, end } = readVarint(view, at);
  if (type >= 4 && type <= 6) return { value: zigzag(value), end };
  if (type === 8 && end + value <= view.byteLength) return { value, end: end + value };
  throw new Error(`a header has a field of type ${type}`);
}
