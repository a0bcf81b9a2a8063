import { readFile } from "node:fs/promises";
import { ProxyboError } from "@proxybo/core";
import fc from "fast-check";
import { beforeAll, describe, expect, it } from "vitest";
import { failureOf, fixture } from "../../test/folder.ts";
import { Tuple, writePickle } from "../../test/write-pickle.ts";
import { readPickle, readPickles } from "./read.ts";
import { NumpyArray, type PickleDict, type PickleValue } from "./values.ts";

type Pickles = Readonly<Record<string, Readonly<Record<string, string>>>>;
let pickles: Pickles;
let hostile: Readonly<Record<string, string>>;
beforeAll(async () => {
  ({ pickles, hostile } = JSON.parse(await readFile(fixture("pickles.json"), "utf8")) as {
    pickles: Pickles;
    hostile: Record<string, string>;
  });
});

const place = { file: "x.pickle" };
const read = (base64: string): PickleValue => readPickle(Buffer.from(base64, "base64"), place);
function outcome(bytes: Buffer): string {
  try {
    readPickle(bytes, place);
    return "read";
  } catch (error) {
    return error instanceof ProxyboError ? error.code : String(error);
  }
}

const failure = (bytes: Buffer): Promise<string> => failureOf((async () => readPickle(bytes, place))());

async function* inPieces(bytes: Buffer, size: number): AsyncGenerator<Buffer> {
  for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size);
}

describe("pickles of plain data, as Python writes them", () => {
  it.each(["2", "3", "4", "5"])("are read in protocol %s", (protocol) => {
    const of = (name: string): PickleValue => read(pickles[protocol]![name]!);
    expect(of("numbers")).toEqual([
      0,
      255,
      256,
      65535,
      65536,
      -1,
      2 ** 31 - 1,
      -(2 ** 31),
      2 ** 40,
      -(2 ** 40),
      1.5,
      -0.1,
      true,
      false,
      null,
    ]);
    expect(of("texts")).toEqual(["", "a", "ü €", "x".repeat(300)]);
    expect((of("bytes") as Uint8Array[]).map((bytes) => Array.from(bytes.slice(0, 3)))).toEqual([
      [],
      [0, 255],
      [121, 121, 121],
    ]);
    const nested = of("nested") as PickleDict;
    expect(nested.get("list")).toEqual([1, [2, [3]]]);
    expect(["tuple", "pair", "triple", "four", "empty"].map((key) => nested.get(key))).toEqual([
      [1],
      [1, 2],
      [1, 2, 3],
      [1, 2, 3, 4],
      [],
    ]);
    expect([...(nested.get("ordered") as PickleDict)]).toEqual([
      ["k", 1],
      ["l", 2],
    ]);
    const [one, two] = nested.get("again") as readonly PickleValue[];
    expect(one).toEqual(["a", "b"]);
    expect(one).toBe(two);
    expect(of("sets")).toEqual([new Set([1]), new Set([2])]);
    expect(of("scalars")).toEqual([1.25, 0.5, -7, 200, 1]);
    const [float, big] = of("arrays") as readonly NumpyArray[];
    expect([float!.shape, [...float!.values]]).toEqual([
      [2, 3],
      [0, 1, 2, 3, 4, 5],
    ]);
    expect([...big!.values]).toEqual([1, 2, 3]);
    expect(of("big")).toBe(2n ** 100n);
  });

  it("are the same when they come in pieces, one after the other", async () => {
    const all = Object.values(pickles["4"]!).map((one) => Buffer.from(one, "base64"));
    for (const size of [1, 7, 64, 4096]) {
      const values: PickleValue[] = [];
      for await (const value of readPickles(inPieces(Buffer.concat(all), size), place)) values.push(value);
      expect(values).toEqual(all.map((bytes) => readPickle(bytes, place)));
    }
  });

  it("give back what a writer wrote", () => {
    const { tree } = fc.letrec<{ tree: unknown }>((tie) => ({
      tree: fc.oneof(
        { maxDepth: 4 },
        fc.constantFrom(null, true, false),
        fc.double(),
        fc.maxSafeInteger(),
        fc.string(),
        fc.array(tie("tree"), { maxLength: 5 }),
      ),
    }));
    fc.assert(
      fc.property(tree, (value) => {
        expect(readPickle(writePickle(value), place)).toEqual(value);
      }),
    );
    const dict = readPickle(writePickle(new Map([[new Tuple("a", 1), [2]]])), place) as PickleDict;
    expect([...dict]).toEqual([[["a", 1], [2]]]);
  });

  it("lets go of what an observer took, and goes on", () => {
    const inner = (n: number): unknown => ({ values: [n, n + 1], n });
    const bytes = writePickle({ first: inner(1), second: inner(5) });
    const seen: PickleValue[] = [];
    readPickle(bytes, place, (dict) => {
      if (!dict.has("n")) return false;
      seen.push(dict.get("values")!);
      dict.clear();
      return true;
    });
    expect(seen).toEqual([
      [1, 2],
      [5, 6],
    ]);
  });
});

describe("references to what came before", () => {
  it("hold after much was let go of", async () => {
    // A text that is memorised, then 30,000 dicts with memorised lists and texts, each taken; then the text again.
    const items = Array.from(
      { length: 30_000 },
      (_, i) =>
        `}(X\x01\x00\x00\x00nK${String.fromCharCode(i % 100)}X\x01\x00\x00\x00v]\x94X\x02\x00\x00\x00ab\x94au`,
    );
    const bytes = Buffer.from(`](X\x05\x00\x00\x00first\x94${items.join("")}h\x00e.`, "latin1");
    let taken = 0;
    const values: PickleValue[] = [];
    const observe = (dict: PickleDict): boolean => {
      if (!dict.has("n")) return false;
      taken += 1;
      dict.clear();
      return true;
    };
    for await (const value of readPickles(inPieces(bytes, 10_000), place, observe)) values.push(value);
    expect(taken).toBe(30_000);
    expect([(values[0] as PickleValue[])[0], (values[0] as PickleValue[]).at(-1)]).toEqual([
      "first",
      "first",
    ]);
  });
});

describe("pickles that are no plain data", () => {
  it("are refused by name and byte, and nothing of them is run", async () => {
    const messages = await Promise.all(
      Object.entries(hostile).map(async ([name, one]) => [name, await failure(Buffer.from(one, "base64"))]),
    );
    expect(Object.fromEntries(messages)).toEqual({
      "os.system": expect.stringMatching(
        /^IMPORT_INVALID: .*the name 'posix\.system', which is not allowed, at byte 2 \(x\.pickle\)$/,
      ),
      eval: expect.stringContaining("the name 'builtins.eval', which is not allowed"),
      getattr: expect.stringContaining("the name 'builtins.getattr', which is not allowed"),
      object: expect.stringMatching(/the name 'copy_reg\._reconstructor'|the name '__main__\.Plain'/),
    });
  });

  it.each<[string, Buffer, string]>([
    ["nothing", Buffer.alloc(0), "cut short at byte 0"],
    ["another file", Buffer.from("PAR1"), "the operation PERSID at byte 0"],
    ["zeros", Buffer.alloc(9), "the unknown operation 0x00 at byte 0"],
    ["a later protocol", Buffer.from([0x80, 6]), "protocol 6, later than 5 at byte 0"],
    ["a persistent id", Buffer.from("NQ."), "the operation BINPERSID at byte 1"],
    ["a new object", Buffer.from("ccollections\nOrderedDict\n)\x81.", "latin1"), "the operation NEWOBJ"],
    ["an extension", Buffer.from([0x82, 1]), "the operation EXT1"],
    ["a value that is called", Buffer.from("N)R."), "a call of something that is no name at byte 2"],
    ["a huge text", Buffer.from([0x58, 255, 255, 255, 255]), "a length of 4294967295 bytes at byte 0"],
    [
      "a huge text of protocol 4",
      Buffer.concat([Buffer.from([0x8d]), Buffer.alloc(8, 255)]),
      "a length of 18446744073709551615 bytes",
    ],
    ["a text that is cut", Buffer.from([0x58, 10, 0, 0, 0, 97]), "cut short at byte 6"],
    [
      "a long integer",
      Buffer.concat([Buffer.from([0x8a, 200]), Buffer.alloc(200)]),
      "an integer of 200 bytes",
    ],
    ["too many values", Buffer.from("NN."), "an end with 2 values, expected one at byte 2"],
    ["too few values", Buffer.from("."), "an end with 0 values"],
    ["a key without a value", Buffer.from("}(Nu."), "a key without a value"],
    ["items of no list", Buffer.from("NNa."), "items for something that is no list"],
    [
      "a memory place ahead",
      Buffer.from("Nr\xff\xff\xff\x7f.", "latin1"),
      "a memory place 2147483647 out of order",
    ],
    ["an empty memory place", Buffer.from("h\x05."), "a memory place 5 that holds nothing"],
    ["no mark", Buffer.from("u."), "an operation that lacks a mark"],
    ["nesting", Buffer.alloc(2000, "("), "collections nested more than 1000 deep at byte 1000"],
    [
      "an endless line",
      Buffer.concat([Buffer.from("c"), Buffer.alloc(5000, "a")]),
      "a line of more than 1024 characters",
    ],
  ])("such as %s", async (_, bytes, message) => {
    expect(await failure(bytes)).toMatch(/^IMPORT_INVALID: /);
    expect(await failure(bytes)).toContain(message);
  });

  it("are refused before they take time or memory without bound", async () => {
    const push = Buffer.alloc(1 << 23, "N");
    expect(await failure(push)).toContain("values that belong to none");
    // A list of 60,000 items, made a set again and again by six bytes each.
    const list = Buffer.from(`cbuiltins\nset\nq\x00](${"N".repeat(60_000)}e\x85q\x01`, "latin1");
    const again = Buffer.from("h\x00h\x01R0".repeat(1_000_000), "latin1");
    const started = performance.now();
    expect(await failure(Buffer.concat([list, again]))).toContain(
      "the same values gone through time and again",
    );
    expect(performance.now() - started).toBeLessThan(20_000);
  });

  it("fail in that one way only, whatever the bytes", () => {
    const valid = Object.values(pickles["4"]!)
      .concat(Object.values(pickles["2"]!))
      .map((one) => Buffer.from(one, "base64"));
    const mutated = fc
      .tuple(
        fc.constantFrom(...valid),
        fc.array(fc.tuple(fc.nat(), fc.nat(255)), { minLength: 1, maxLength: 4 }),
      )
      .map(([bytes, changes]) => {
        const changed = Buffer.from(bytes);
        for (const [at, value] of changes) changed[at % changed.length] = value;
        return changed;
      });
    const any = fc.oneof(
      fc.uint8Array({ maxLength: 200 }).map((bytes) => Buffer.from(bytes)),
      mutated,
    );
    fc.assert(
      fc.property(any, (bytes) => {
        expect(outcome(bytes)).toMatch(/^(read|IMPORT_INVALID)$/);
      }),
      { numRuns: 3000 },
    );
  });
});
