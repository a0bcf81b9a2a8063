import type { ErrorPlace } from "@proxybo/core";
import { importInvalid } from "../invalid.ts";
import { limits } from "./limits.ts";
import { Memo } from "./memo.ts";
import { allowedNames } from "./names.ts";
import { buildArray, buildType } from "./numpy.ts";
import { opcodes as op, refused } from "./opcodes.ts";
import { AllowedName, NumpyArray, NumpyType, PickleDict, type PickleValue } from "./values.ts";
import { type ByteWindow, starved } from "./window.ts";

/**
 * Is told of every dict when items were added. Where it gives `true`, it has taken what it needs, and the collections
 * that came since the dict was started are let go of: so a file larger than memory can be read.
 */
export type DictObserver = (dict: PickleDict) => boolean;

/** What is wrong with an operation: `run` says where. */
class Fault extends Error {}

/**
 * Reads one pickle of data, of protocols 0 to 5. Names are compared with an allow-list, nothing is ever looked up or
 * run; every other operation is an error that names it and its place.
 */
export class PickleMachine {
  readonly #window: ByteWindow;
  readonly #place: ErrorPlace;
  readonly #observe: DictObserver | undefined;
  readonly #stack: PickleValue[] = [];
  readonly #marks: number[] = [];
  readonly #memo = new Memo();
  readonly #start: number;
  #result: PickleValue | undefined;
  /** Items and bytes that were gone through again, see `#charge`. */
  #again = 0;

  constructor(window: ByteWindow, place: ErrorPlace, observe?: DictObserver) {
    this.#window = window;
    this.#start = window.offset;
    this.#place = place;
    this.#observe = observe;
  }

  /** Whether it has read anything. */
  get hasStarted(): boolean {
    return this.#window.offset > this.#start;
  }

  /** Goes on as far as the bytes at hand allow; the value once it is complete. */
  run(): PickleValue | undefined {
    let start = this.#window.offset;
    try {
      for (;;) {
        start = this.#window.offset;
        const code = this.#window.u8();
        this.#step(code);
        if (code === op.STOP) return this.#result;
        if (this.#stack.length > limits.stack)
          throw new Fault(`more than ${limits.stack} values that belong to none`);
      }
    } catch (thrown) {
      if (thrown === starved) {
        this.#window.rewind(start);
        return undefined;
      }
      if (!(thrown instanceof Fault)) throw thrown;
      throw importInvalid(
        `expected a pickle of plain data, got ${thrown.message} at byte ${start}`,
        this.#place,
        {
          hint: "a pickle is read as data and never run: other content is refused",
        },
      );
    }
  }

  /** The complaint about bytes that end too early. */
  cutShort(): Error {
    return importInvalid(
      `expected a pickle, got one that is cut short at byte ${this.#window.offset + this.#window.left}`,
      this.#place,
    );
  }

  #step(code: number): void {
    const window = this.#window;
    switch (code) {
      case op.PROTO: {
        const protocol = window.u8();
        if (protocol > 5) throw new Fault(`protocol ${protocol}, later than 5`);
        return;
      }
      case op.FRAME:
        window.u64();
        return;
      case op.STOP:
        if (this.#stack.length !== 1 || this.#marks.length > 0)
          throw new Fault(`an end with ${this.#stack.length} values, expected one`);
        this.#result = this.#stack[0]!;
        return;
      case op.MARK:
        if (this.#marks.length >= limits.marks)
          throw new Fault(`collections nested more than ${limits.marks} deep`);
        this.#marks.push(this.#stack.length);
        return;
      case op.POP:
        if (this.#marks.at(-1) === this.#stack.length) this.#marks.pop();
        else this.#pop();
        return;
      case op.POP_MARK:
        this.#items();
        return;
      case op.DUP:
        return this.#push(this.#top());
      case op.NONE:
        return this.#push(null);
      case op.NEWTRUE:
        return this.#push(true);
      case op.NEWFALSE:
        return this.#push(false);
      case op.BININT:
        return this.#push(window.i32());
      case op.BININT1:
        return this.#push(window.u8());
      case op.BININT2:
        return this.#push(window.u16());
      case op.BINFLOAT:
        return this.#push(window.f64());
      case op.INT:
        return this.#push(this.#integerLine(true));
      case op.LONG:
        return this.#push(this.#integerLine(false));
      case op.FLOAT:
        return this.#push(this.#floatLine());
      case op.LONG1:
        return this.#push(this.#long(window.u8()));
      case op.LONG4:
        return this.#push(this.#long(window.i32()));
      case op.SHORT_BINUNICODE:
        return this.#push(window.utf8(window.u8()));
      case op.BINUNICODE:
        return this.#push(window.utf8(length(window.u32())));
      case op.BINUNICODE8:
        return this.#push(window.utf8(length(window.u64())));
      case op.SHORT_BINSTRING:
        return this.#push(window.latin1(window.u8()));
      case op.BINSTRING:
        return this.#push(window.latin1(length(window.i32())));
      case op.SHORT_BINBYTES:
        return this.#push(Uint8Array.from(window.bytes(window.u8())));
      case op.BINBYTES:
        return this.#push(Uint8Array.from(window.bytes(length(window.u32()))));
      case op.BINBYTES8:
      case op.BYTEARRAY8:
        return this.#push(Uint8Array.from(window.bytes(length(window.u64()))));
      case op.EMPTY_TUPLE:
      case op.EMPTY_LIST:
        return this.#push([]);
      case op.EMPTY_DICT:
        return this.#push(new PickleDict(this.#memo.length));
      case op.EMPTY_SET:
        return this.#push(new Set());
      case op.TUPLE:
      case op.LIST:
        return this.#push(this.#items());
      case op.FROZENSET:
        return this.#push(new Set(this.#items()));
      case op.DICT:
        return this.#newDict(this.#items());
      case op.TUPLE1:
        return this.#tuple(1);
      case op.TUPLE2:
        return this.#tuple(2);
      case op.TUPLE3:
        return this.#tuple(3);
      case op.APPEND:
        return this.#append([this.#pop()]);
      case op.APPENDS:
        return this.#append(this.#items());
      case op.ADDITEMS:
        return this.#add(this.#items());
      case op.SETITEM: {
        const value = this.#pop();
        return this.#setItems([this.#pop(), value]);
      }
      case op.SETITEMS:
        return this.#setItems(this.#items());
      case op.MEMOIZE:
        return this.#memorise(this.#memo.length);
      case op.BINPUT:
        return this.#memorise(window.u8());
      case op.LONG_BINPUT:
        return this.#memorise(window.u32());
      case op.PUT:
        return this.#memorise(this.#indexLine());
      case op.BINGET:
        return this.#recall(window.u8());
      case op.LONG_BINGET:
        return this.#recall(window.u32());
      case op.GET:
        return this.#recall(this.#indexLine());
      case op.GLOBAL: {
        // Both lines before anything changes: more bytes may have to come.
        const module = this.#line();
        return this.#name(module, this.#line());
      }
      case op.STACK_GLOBAL: {
        const name = this.#pop();
        return this.#name(this.#pop(), name);
      }
      case op.REDUCE:
        return this.#reduce();
      case op.BUILD:
        return this.#build();
      default:
        throw new Fault(
          refused[code] === undefined
            ? `the unknown operation 0x${code.toString(16).padStart(2, "0")}`
            : `the operation ${refused[code]}`,
        );
    }
  }

  #push(value: PickleValue): void {
    this.#stack.push(value);
  }

  #pop(): PickleValue {
    if (this.#stack.length <= (this.#marks.at(-1) ?? 0)) throw new Fault("an operation that lacks a value");
    return this.#stack.pop()!;
  }

  #top(): PickleValue {
    if (this.#stack.length <= (this.#marks.at(-1) ?? 0)) throw new Fault("an operation that lacks a value");
    return this.#stack.at(-1)!;
  }

  /** What came since the last mark. */
  #items(): PickleValue[] {
    const mark = this.#marks.pop();
    if (mark === undefined) throw new Fault("an operation that lacks a mark");
    return this.#stack.splice(mark);
  }

  #tuple(count: number): void {
    const items: PickleValue[] = [];
    for (let i = 0; i < count; i++) items.unshift(this.#pop());
    this.#push(items);
  }

  #append(items: readonly PickleValue[]): void {
    const list = this.#top();
    if (!Array.isArray(list)) throw new Fault("items for something that is no list");
    for (const item of items) (list as PickleValue[]).push(item);
  }

  #add(items: readonly PickleValue[]): void {
    const set = this.#top();
    if (!(set instanceof Set)) throw new Fault("items for something that is no set");
    for (const item of items) set.add(item);
  }

  #newDict(items: readonly PickleValue[]): void {
    this.#push(new PickleDict(this.#memo.length));
    this.#setItems(items);
  }

  #setItems(items: readonly PickleValue[]): void {
    const dict = this.#top();
    if (!(dict instanceof PickleDict)) throw new Fault("items for something that is no dict");
    if (items.length % 2 !== 0) throw new Fault("a key without a value");
    for (let i = 0; i < items.length; i += 2) dict.set(items[i]!, items[i + 1]!);
    if (this.#observe?.(dict) !== true) return;
    this.#charge(this.#memo.length - dict.memorised);
    this.#memo.release(dict.memorised);
  }

  #memorise(index: number): void {
    if (!this.#memo.accepts(index)) throw new Fault(`a memory place ${index} out of order`);
    this.#memo.set(index, this.#top());
  }

  #recall(index: number): void {
    const value = this.#memo.get(index);
    if (value === undefined) throw new Fault(`a memory place ${index} that holds nothing`);
    this.#push(value);
  }

  #name(module: PickleValue, name: PickleValue): void {
    if (typeof module !== "string" || typeof name !== "string") throw new Fault("a name that is no text");
    const full = `${module}.${name}`;
    if (!allowedNames.has(full)) throw new Fault(`the name '${full.slice(0, 100)}', which is not allowed,`);
    this.#push(new AllowedName(full));
  }

  #reduce(): void {
    const args = this.#pop();
    const name = this.#pop();
    if (!(name instanceof AllowedName) || !Array.isArray(args))
      throw new Fault("a call of something that is no name");
    for (const argument of args as readonly PickleValue[]) this.#charge(sizeOf(argument));
    const made = allowedNames.get(name.name)!(args as readonly PickleValue[], this.#memo.length);
    if (made === undefined) throw new Fault(`arguments that '${name.name}' does not take,`);
    this.#push(made);
  }

  #build(): void {
    const state = this.#pop();
    const value = this.#top();
    if (Array.isArray(state)) for (const part of state as readonly PickleValue[]) this.#charge(sizeOf(part));
    if (
      value instanceof NumpyType
        ? buildType(value, state)
        : value instanceof NumpyArray && buildArray(value, state)
    )
      return;
    // Attributes of an OrderedDict say nothing of its items.
    if (value instanceof PickleDict && state instanceof PickleDict) return;
    throw new Fault("a state that its value does not take");
  }

  /**
   * A pickle may name the same long list or text time and again, each time to be gone through: honest ones do so a few
   * times altogether, in proportion to their length.
   */
  #charge(items: number): void {
    this.#again += items;
    if (this.#again > limits.again * (this.#window.offset + limits.againBytes))
      throw new Fault("the same values gone through time and again");
  }

  #line(): string {
    const line = this.#window.line(limits.lineCharacters);
    if (line === undefined) throw new Fault(`a line of more than ${limits.lineCharacters} characters`);
    return line;
  }

  #indexLine(): number {
    const line = this.#line();
    if (!/^\d{1,10}$/.test(line)) throw new Fault(`a memory place '${line.slice(0, 40)}'`);
    return Number(line);
  }

  #integerLine(booleans: boolean): PickleValue {
    const line = this.#line();
    if (booleans && (line === "00" || line === "01")) return line === "01";
    if (!/^[+-]?\d{1,100}L?$/.test(line)) throw new Fault(`an integer '${line.slice(0, 40)}'`);
    return integer(BigInt(line.replace(/L$/, "").replace(/^\+/, "")));
  }

  #floatLine(): number {
    const line = this.#line();
    const value =
      { inf: Infinity, "-inf": -Infinity, nan: Number.NaN }[line] ??
      (line.trim() === "" ? undefined : Number(line));
    if (value === undefined || (Number.isNaN(value) && line !== "nan"))
      throw new Fault(`a number '${line.slice(0, 40)}'`);
    return value;
  }

  #long(bytes: number): PickleValue {
    if (bytes < 0 || bytes > limits.integerBytes) throw new Fault(`an integer of ${bytes} bytes`);
    let value = 0n;
    for (const byte of this.#window.bytes(bytes).toReversed()) value = (value << 8n) | BigInt(byte);
    return integer(BigInt.asIntN(8 * bytes, value));
  }
}

function sizeOf(value: PickleValue): number {
  return typeof value === "string" || Array.isArray(value) || value instanceof Uint8Array ? value.length : 1;
}

function integer(value: bigint): number | bigint {
  return BigInt(Number.MIN_SAFE_INTEGER) <= value && value <= BigInt(Number.MAX_SAFE_INTEGER)
    ? Number(value)
    : value;
}

/** A length as it stands in the file, where it is one. */
function length(given: number | bigint): number {
  if (given < 0 || given > limits.textBytes) throw new Fault(`a length of ${given} bytes`);
  return Number(given);
}
