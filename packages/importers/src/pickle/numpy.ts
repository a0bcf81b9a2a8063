import { NumpyArray, NumpyType, type PickleValue } from "./values.ts";

/** The number that a NumPy scalar holds; `undefined` where bytes and type do not fit. */
export function numpyScalar(type: NumpyType, bytes: Uint8Array): number | undefined {
  const read = readerOf(type);
  return read === undefined || bytes.length !== read.size ? undefined : read.at(viewOf(bytes), 0);
}

/** Takes the state that NumPy saved with a scalar type: its byte order. Whether it was one. */
export function buildType(type: NumpyType, state: PickleValue): boolean {
  if (!Array.isArray(state) || (state[1] !== "<" && state[1] !== ">" && state[1] !== "|" && state[1] !== "="))
    return false;
  type.littleEndian = state[1] !== ">";
  return true;
}

/** Takes the state that NumPy saved with an array: version, shape, type, Fortran order, bytes. Whether it was one. */
export function buildArray(array: NumpyArray, state: PickleValue): boolean {
  if (!Array.isArray(state) || state.length !== 5) return false;
  const [, shape, type, fortran, bytes] = state as readonly PickleValue[];
  if (!Array.isArray(shape) || !(type instanceof NumpyType) || !(bytes instanceof Uint8Array)) return false;
  const sizes = shape as readonly PickleValue[];
  if (!sizes.every((size) => Number.isSafeInteger(size) && (size as number) >= 0)) return false;
  if (fortran === true && sizes.length > 1) return false;
  const count = (sizes as readonly number[]).reduce((product, size) => product * size, 1);
  const read = readerOf(type);
  if (read === undefined || count * read.size !== bytes.length) return false;
  const view = viewOf(bytes);
  array.shape = sizes as readonly number[];
  array.values = Float64Array.from({ length: count }, (_, i) => read.at(view, i * read.size));
  return true;
}

interface Reader {
  readonly size: number;
  readonly at: (view: DataView, offset: number) => number;
}

function readerOf({ code, littleEndian: little }: NumpyType): Reader | undefined {
  const at: Readonly<Record<string, (view: DataView, offset: number) => number>> = {
    f4: (view, offset) => view.getFloat32(offset, little),
    f8: (view, offset) => view.getFloat64(offset, little),
    i1: (view, offset) => view.getInt8(offset),
    i2: (view, offset) => view.getInt16(offset, little),
    i4: (view, offset) => view.getInt32(offset, little),
    i8: (view, offset) => Number(view.getBigInt64(offset, little)),
    u1: (view, offset) => view.getUint8(offset),
    u2: (view, offset) => view.getUint16(offset, little),
    u4: (view, offset) => view.getUint32(offset, little),
    u8: (view, offset) => Number(view.getBigUint64(offset, little)),
    b1: (view, offset) => view.getUint8(offset),
  };
  const read = at[code];
  return read && { size: Number(code[1]), at: read };
}

function viewOf(bytes: Uint8Array): DataView {
  return new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}
