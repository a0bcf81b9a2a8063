/** A tuple, apart from a list. */
export class Tuple {
  readonly items: readonly unknown[];

  constructor(...items: readonly unknown[]) {
    this.items = items;
  }
}

/** Writes protocol 4 as Python does: numbers, texts, bytes, null, booleans, arrays as lists, `Tuple`, `Map` and objects as dicts. */
export function writePickle(value: unknown): Buffer {
  return Buffer.concat([Buffer.from([0x80, 4]), ...parts(value), Buffer.from(".")]);
}

function parts(value: unknown): Buffer[] {
  if (value === null) return [Buffer.from("N")];
  if (typeof value === "boolean") return [Buffer.from([value ? 0x88 : 0x89])];
  if (typeof value === "string") return [sized(0x58, Buffer.from(value))];
  if (value instanceof Uint8Array) return [sized(0x42, value)];
  if (typeof value === "number") return [numberPart(value)];
  if (value instanceof Tuple) return [Buffer.from("("), ...value.items.flatMap(parts), Buffer.from("t")];
  if (Array.isArray(value)) return [Buffer.from("]("), ...value.flatMap(parts), Buffer.from("e")];
  const entries =
    value instanceof Map ? [...(value as Map<unknown, unknown>)] : Object.entries(value as object);
  return [Buffer.from("}("), ...entries.flat().flatMap(parts), Buffer.from("u")];
}

function numberPart(value: number): Buffer {
  const part = Buffer.alloc(
    Number.isInteger(value) && Math.abs(value) < 2 ** 31 && !Object.is(value, -0) ? 5 : 9,
  );
  if (part.length === 5) {
    part[0] = 0x4a;
    part.writeInt32LE(value, 1);
  } else {
    part[0] = 0x47;
    part.writeDoubleBE(value, 1);
  }
  return part;
}

function sized(code: number, bytes: Uint8Array): Buffer {
  const head = Buffer.alloc(5);
  head[0] = code;
  head.writeUInt32LE(bytes.length, 1);
  return Buffer.concat([head, bytes]);
}
