import { NumpyArray, NumpyType, PickleDict, type PickleValue } from "./values.ts";
import { buildArray, numpyScalar } from "./numpy.ts";

/** Makes a value of the arguments of a name that a pickle calls; `undefined` where it does not take such arguments. */
export type Maker = (args: readonly PickleValue[], memorised: number) => PickleValue | undefined;

const dict: Maker = ([pairs, ...rest], memorised) => {
  if (rest.length > 0 || (pairs !== undefined && !Array.isArray(pairs))) return undefined;
  const made = new PickleDict(memorised);
  for (const pair of (pairs ?? []) as readonly PickleValue[]) {
    if (!Array.isArray(pair) || pair.length !== 2) return undefined;
    made.set(pair[0] as PickleValue, pair[1] as PickleValue);
  }
  return made;
};

const set: Maker = ([items, ...rest]) =>
  rest.length > 0 || (items !== undefined && !Array.isArray(items))
    ? undefined
    : new Set((items ?? []) as PickleValue[]);

const dtype: Maker = ([code]) =>
  typeof code === "string" && /^[<>=|]?[fiub]\d$/.test(code) ? new NumpyType(code.slice(-2)) : undefined;

const scalar: Maker = ([type, bytes]) =>
  type instanceof NumpyType && bytes instanceof Uint8Array ? numpyScalar(type, bytes) : undefined;

// Filled by BUILD.
const emptyArray: Maker = () => new NumpyArray();

/** How Python 3 writes bytes into protocols that have none: text in Latin-1. */
const encode: Maker = ([text, encoding]) =>
  typeof text === "string" && (encoding === "latin1" || encoding === "latin-1")
    ? Buffer.from(text, "latin1")
    : undefined;

/** How Python 3 writes no bytes at all into those protocols. */
const noBytes: Maker = (args) => (args.length === 0 ? new Uint8Array(0) : undefined);

/** An array of protocol 5: bytes, type, shape, order. */
const frombuffer: Maker = ([bytes, type, shape, order, ...rest]) => {
  const array = new NumpyArray();
  const state: readonly PickleValue[] = [1, shape ?? null, type ?? null, order === "F", bytes ?? null];
  return rest.length === 0 && buildArray(array, state) ? array : undefined;
};

/** A name that stands as an argument only. */
const word: Maker = () => undefined;

/**
 * Every name that a pickle may use; all are data. Nothing is looked up or called in any other way.
 */
export const allowedNames: ReadonlyMap<string, Maker> = new Map([
  ["collections.OrderedDict", dict],
  ["builtins.dict", dict],
  ["builtins.set", set],
  ["builtins.frozenset", set],
  ["builtins.bytes", noBytes],
  ["__builtin__.bytes", noBytes],
  ["__builtin__.dict", dict],
  ["__builtin__.set", set],
  ["__builtin__.frozenset", set],
  ["_codecs.encode", encode],
  ["numpy.dtype", dtype],
  ["numpy.ndarray", word],
  ...["numpy.core", "numpy._core"].flatMap((root): [string, Maker][] => [
    [`${root}.multiarray.scalar`, scalar],
    [`${root}.multiarray._reconstruct`, emptyArray],
    [`${root}.numeric._frombuffer`, frombuffer],
  ]),
]);
