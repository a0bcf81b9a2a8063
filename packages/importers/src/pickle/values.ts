/** What a pickle may hold here: data, never code. */
export type PickleValue =
  | null
  | boolean
  | number
  | bigint
  | string
  | Uint8Array
  | readonly PickleValue[]
  | ReadonlySet<PickleValue>
  | PickleDict
  | NumpyType
  | NumpyArray
  | AllowedName
  | typeof released;

/** A dict or an OrderedDict. A key that is a tuple is the tuple itself: look through the entries. */
export class PickleDict extends Map<PickleValue, PickleValue> {
  /** How many values were memorised when it was made. */
  readonly memorised: number;

  constructor(memorised = 0) {
    super();
    this.memorised = memorised;
  }
}

/** A NumPy scalar type: kind and bytes, e.g. `f8`. */
export class NumpyType {
  readonly code: string;
  littleEndian = true;

  constructor(code: string) {
    this.code = code;
  }
}

/** A NumPy array of numbers, in C order. */
export class NumpyArray {
  shape: readonly number[] = [0];
  values: Float64Array = new Float64Array(0);
}

/** A name of the allow-list: a word in the pickle, not the thing that it names in Python. */
export class AllowedName {
  readonly name: string;

  constructor(name: string) {
    this.name = name;
  }
}

/** Stands where a value was that a consumer had let go of. */
export const released = Symbol("released");
