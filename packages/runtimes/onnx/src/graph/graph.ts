import type { Shape } from "@proxybo/core";

export type ElementType = "float32" | "int64";

/** A tensor of a graph: an input, a constant, or what a primitive makes. */
export interface Value {
  readonly id: number;
  readonly shape: Shape;
  readonly type: ElementType;
  /** Of an input. */
  readonly name?: string;
  /** Of a constant. */
  readonly data?: readonly number[];
  /** Of a constant: equal in equal ones. */
  readonly text?: string;
  readonly maker?: Primitive;
}

/** What an attribute of an ONNX operator holds: a whole number, some of them, or a real number. */
export type Attribute = number | readonly number[] | { readonly real: number };

/** One ONNX operator at work (or one of the few abbreviations that `encodeModel` spells out). */
export interface Primitive {
  readonly kind: string;
  readonly inputs: readonly Value[];
  readonly outputs: readonly Value[];
  readonly attributes: Readonly<Record<string, Attribute>>;
  /** Kind and attributes: equal in primitives that do the same to their inputs. */
  readonly text: string;
  /** What is made in one segment is computed in one session. */
  readonly segment: number;
}

/** What a primitive makes: shapes, and the type where it is not float32. */
export interface Made {
  readonly shapes: readonly Shape[];
  readonly types?: readonly ElementType[];
}

/**
 * A computation in the making. What is applied twice to the same inputs is computed once, so that branches that begin
 * alike share their beginnings.
 */
export class Graph {
  /** In the order they were made, inputs of a primitive before itself. */
  readonly primitives: Primitive[] = [];
  readonly #known = new Map<string, readonly Value[]>();
  #values = 0;
  #segment = 0;

  /** How many channels lie side by side where convolutions read them blocked; undefined where they never do. */
  readonly block: number | undefined;

  constructor(block?: number) {
    this.block = block;
  }

  input(name: string, shape: Shape): Value {
    return this.#once(`input ${name}`, () => [{ id: this.#values++, shape, type: "float32", name }])[0]!;
  }

  constant(data: readonly number[], shape: Shape = [data.length], type: ElementType = "float32"): Value {
    const text = `${type}[${shape.join()}]=${data.join()}`;
    return this.#once(text, () => [{ id: this.#values++, shape, type, data, text }])[0]!;
  }

  /** To which what is made now belongs. */
  get segment(): number {
    return this.#segment;
  }

  /** What is made from here on belongs to another session. */
  cut(): void {
    this.#segment++;
  }

  apply(
    kind: string,
    inputs: readonly Value[],
    made: Made,
    attributes: Readonly<Record<string, Attribute>> = none,
  ): readonly Value[] {
    const text = attributes === none ? kind : `${kind}${JSON.stringify(attributes)}`;
    let key = text;
    for (const { id } of inputs) key += ` ${id}`;
    return this.#once(key, () => {
      const outputs: Value[] = [];
      const primitive: Primitive = { kind, inputs, outputs, attributes, text, segment: this.#segment };
      for (const [i, shape] of made.shapes.entries())
        outputs.push({ id: this.#values++, shape, type: made.types?.[i] ?? "float32", maker: primitive });
      this.primitives.push(primitive);
      return outputs;
    });
  }

  #once(key: string, make: () => readonly Value[]): readonly Value[] {
    let values = this.#known.get(key);
    if (!values) this.#known.set(key, (values = make()));
    return values;
  }
}

const none = {};

/** The primitives on which the values depend, in order. */
export function neededFor(graph: Graph, values: readonly Value[]): readonly Primitive[] {
  const needed = new Set<Primitive>();
  for (const { maker } of values) if (maker) needed.add(maker);
  for (const primitive of graph.primitives.toReversed())
    if (needed.has(primitive)) for (const { maker } of primitive.inputs) if (maker) needed.add(maker);
  return graph.primitives.filter((primitive) => needed.has(primitive));
}
