/**
 * Writes WebAssembly modules: just what the kernels of this package need. An expression or a statement is the bytes of
 * its instructions, so code is composed by calling functions.
 *
 * Source: WebAssembly Core Specification 3.0, section 5 (binary format).
 */
export type Code = readonly number[];

export type ValueType = "i32" | "f32" | "v128";

const valueTypes: Record<ValueType, number> = { i32: 0x7f, f32: 0x7d, v128: 0x7b };

export interface FunctionSource {
  readonly name: string;
  readonly parameters: readonly (readonly [name: string, type: ValueType])[];
  readonly locals: readonly (readonly [name: string, type: ValueType])[];
  readonly body: (scope: Scope) => Code;
}

/** Names of parameters and locals, as instructions that read and write them. */
export interface Scope {
  readonly get: (name: string) => Code;
  readonly set: (name: string, value: Code) => Code;
}

const unsigned = (value: number): number[] => {
  const bytes: number[] = [];
  do {
    const low = value & 0x7f;
    value >>>= 7;
    bytes.push(value === 0 ? low : low | 0x80);
  } while (value !== 0);
  return bytes;
};

const signed = (value: number): number[] => {
  const bytes: number[] = [];
  for (;;) {
    const low = value & 0x7f;
    value >>= 7;
    if ((value === 0 && (low & 0x40) === 0) || (value === -1 && (low & 0x40) !== 0)) return [...bytes, low];
    bytes.push(low | 0x80);
  }
};

const vector = (opcode: number, ...rest: number[]): number[] => [0xfd, ...unsigned(opcode), ...rest];
const at = (offset: number): number[] => [2, ...unsigned(offset)];

export const i32 = {
  constant: (value: number): Code => [0x41, ...signed(value)],
  load: (address: Code, offset = 0): Code => [...address, 0x28, ...at(offset)],
  add: (a: Code, b: Code): Code => [...a, ...b, 0x6a],
  subtract: (a: Code, b: Code): Code => [...a, ...b, 0x6b],
  multiply: (a: Code, b: Code): Code => [...a, ...b, 0x6c],
  less: (a: Code, b: Code): Code => [...a, ...b, 0x49],
  atLeast: (a: Code, b: Code): Code => [...a, ...b, 0x4f],
};

export const f32 = {
  add: (a: Code, b: Code): Code => [...a, ...b, 0x92],
  maximum: (a: Code, b: Code): Code => [...a, ...b, 0x97],
  constant: (value: number): Code => [0x43, ...new Uint8Array(new Float32Array([value]).buffer)],
  load: (address: Code, offset = 0): Code => [...address, 0x2a, ...at(offset)],
  store: (address: Code, value: Code, offset = 0): Code => [...address, ...value, 0x38, ...at(offset)],
};

export const f32x4 = {
  load: (address: Code, offset = 0): Code => [...address, ...vector(0, ...at(offset))],
  loadSplat: (address: Code, offset = 0): Code => [...address, ...vector(9, ...at(offset))],
  store: (address: Code, value: Code, offset = 0): Code => [
    ...address,
    ...value,
    ...vector(11, ...at(offset)),
  ],
  zero: (): Code => vector(12, ...Array.from({ length: 16 }, () => 0)),
  splat: (value: Code): Code => [...value, ...vector(19)],
  lane: (value: Code, lane: number): Code => [...value, ...vector(31, lane)],
  less: (a: Code, b: Code): Code => [...a, ...b, ...vector(0x43)],
  greater: (a: Code, b: Code): Code => [...a, ...b, ...vector(0x44)],
  and: (a: Code, b: Code): Code => [...a, ...b, ...vector(0x4e)],
  add: (a: Code, b: Code): Code => [...a, ...b, ...vector(0xe4)],
  subtract: (a: Code, b: Code): Code => [...a, ...b, ...vector(0xe5)],
  multiply: (a: Code, b: Code): Code => [...a, ...b, ...vector(0xe6)],
  maximum: (a: Code, b: Code): Code => [...a, ...b, ...vector(0xe9)],
  /** a · b + c rounded once, where the machine can (relaxed SIMD). */
  fusedMultiplyAdd: (a: Code, b: Code, c: Code): Code => [...a, ...b, ...c, ...vector(0x105)],
};

const empty = 0x40;

/** Repeats the body while the condition, asked before each turn, holds. */
export function whileLoop(condition: Code, ...body: readonly Code[]): Code {
  // block { loop { if not condition, leave; body; again } }
  return [0x02, empty, 0x03, empty, ...condition, 0x45, 0x0d, 1, ...body.flat(), 0x0c, 0, 0x0b, 0x0b];
}

/** Repeats the body until the condition, asked after each turn, no longer holds. */
export function doWhile(condition: Code, ...body: readonly Code[]): Code {
  return [0x03, empty, ...body.flat(), ...condition, 0x0d, 0, 0x0b];
}

export function when(condition: Code, ...body: readonly Code[]): Code {
  return [...condition, 0x04, empty, ...body.flat(), 0x0b];
}

/** `\\0asm`, version 1. */
const header: Code = [0, 0x61, 0x73, 0x6d, 1, 0, 0, 0];

/** The bytes of a module that imports `env.memory` and exports the functions. */
export function assemble(functions: readonly FunctionSource[]): Uint8Array<ArrayBuffer> {
  const list = (items: readonly Code[]): number[] => [...unsigned(items.length), ...items.flat()];
  const section = (id: number, content: Code): number[] => [id, ...unsigned(content.length), ...content];
  const text = (name: string): number[] => list(Array.from(new TextEncoder().encode(name), (byte) => [byte]));
  const types = functions.map(({ parameters }) => [
    0x60,
    ...list(parameters.map(([, type]) => [valueTypes[type]])),
    0,
  ]);
  const bodies = functions.map((source) => {
    const locals = source.locals.map(([, type]) => [1, valueTypes[type]]);
    const code = [...list(locals), ...source.body(scopeOf(source)), 0x0b];
    return [...unsigned(code.length), ...code];
  });
  return Uint8Array.from([
    ...header,
    ...section(1, list(types)),
    ...section(2, list([[...text("env"), ...text("memory"), 2, 0, 1]])),
    ...section(3, list(functions.map((_, index) => unsigned(index)))),
    ...section(7, list(functions.map(({ name }, index) => [...text(name), 0, ...unsigned(index)]))),
    ...section(10, list(bodies)),
  ]);
}

function scopeOf({ parameters, locals }: FunctionSource): Scope {
  const names = [...parameters, ...locals].map(([name]) => name);
  const index = (name: string): number[] => {
    const found = names.indexOf(name);
    if (found < 0) throw new Error(`no local '${name}'`);
    return unsigned(found);
  };
  return {
    get: (name) => [0x20, ...index(name)],
    set: (name, value) => [...value, 0x21, ...index(name)],
  };
}
