import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { isLeft, isRight } from "fp-ts/lib/Either.js";
import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { StudyContents } from "../contracts/store.ts";
import { exampleObservation, exampleStudy } from "../testing/store-examples.ts";
import { memoryStore } from "./memory.ts";
import { sqliteStore } from "./sqlite.ts";
import { formatStudy, parseStudy } from "./study-lines.ts";

const observations = [2, 1, 3].map((n) => exampleObservation(n, n === 3 ? undefined : 1 / n));
const contents: StudyContents = {
  study: exampleStudy("s", { settings: { rate: -0, $dollar: ["NaN", null], seed: 1e300 } }),
  trials: [1, 2, 3, 4].map((n) => {
    const { text, key, why, cost } = exampleObservation(n, 1);
    return { n, text, key, why, cost, observed: 0, pending: n === 1 ? [] : [1] };
  }),
  observations,
  attempts: [
    {
      n: 3,
      attempt: 1,
      outcome: { status: "ok", error: Infinity, metrics: {} },
      seconds: Number.NaN,
      retried: true,
    },
  ],
};

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "proxybo-lines-"));
});
afterAll(() => rm(folder, { recursive: true }));

describe("a study as JSON Lines", () => {
  it("comes back exactly, with every number", async () => {
    const parsed = await parseStudy(formatStudy(contents), "s.jsonl");
    expect(isRight(parsed) && parsed.right).toStrictEqual(contents);
  });

  it("goes from store to store", async () => {
    await using disk = await sqliteStore(join(folder, "s.sqlite"));
    await using memory = memoryStore();
    await memory.addContents(contents);
    const parsed = await parseStudy(formatStudy(await memory.contents("s")), "s.jsonl");
    if (isLeft(parsed)) throw parsed.left;
    await disk.addContents(parsed.right);
    expect(await disk.contents("s")).toStrictEqual(contents);
    expect(await disk.observations("s")).toStrictEqual(await memory.observations("s"));
    await expect(disk.addContents(contents)).rejects.toMatchObject({ code: "STUDY_EXISTS" });
  });

  const lines = [...formatStudy(contents)];
  it.each<[string, readonly string[], number, RegExp]>([
    ["nothing", [], 1, /expected the end of the study, got the end of the file/],
    ["no JSON", [lines[0]!, "{"], 2, /expected a line of JSON, got "\{"/],
    ["a list", ["[]"], 1, /expected an object/],
    ["another kind first", [lines[1]!], 1, /expected the study first, got "trial"/],
    ["another version", [lines[0]!.replace('"version":1', '"version":2')], 1, /expected version 1, got 2/],
    ["an id that is a path", [lines[0]!.replace('"id":"s"', '"id":"../s"')], 1, /^id: expected letters/],
    ["an unknown type", [lines[0]!, '{"type":"toString"}'], 2, /got "toString"/],
    ["a record twice", [lines[0]!, lines[1]!, lines[1]!], 3, /got trial 1 again/],
    ["a text for a number", [lines[0]!, lines[5]!.replace('"n":2', '"n":"2"')], 2, /^n: /],
    ["a field too many", [lines[0]!, lines[5]!.replace('"n":2', '"n":2,"x":1')], 2, /x/],
    ["a number of no name", [lines[0]!, lines[5]!.replace("NaN", "Nan")], 2, /expected a number of NaN/],
    ["a line too few", [...lines.slice(0, 3), lines.at(-1)!], 4, /lines are missing/],
    ["an end too early", lines.slice(0, -1), lines.length, /cut short/],
    ["more after the end", [...lines, lines[1]!], lines.length + 1, /nothing after the end/],
  ])("with %s is refused, naming the line", async (_, given, row, message) => {
    const parsed = await parseStudy(given, "s.jsonl");
    if (isRight(parsed)) throw new Error("expected a refusal");
    expect(parsed.left.code).toBe("IMPORT_INVALID");
    expect(parsed.left.place).toEqual({ file: "s.jsonl", row });
    expect(parsed.left.message).toMatch(message);
  });

  it("is read or refused, whatever the lines are", async () => {
    const mutated = fc
      .tuple(fc.nat(lines.length - 1), fc.nat(), fc.string({ minLength: 0, maxLength: 3 }), fc.nat(3))
      .map(([line, at, put, cut]) =>
        lines.map((text, i) =>
          i === line ? text.slice(0, at % text.length) + put + text.slice((at % text.length) + cut) : text,
        ),
      );
    await fc.assert(
      fc.asyncProperty(mutated, async (given) => {
        const parsed = await parseStudy(given, "s.jsonl");
        const outcome = isLeft(parsed) ? parsed.left.code : [...formatStudy(parsed.right)].length;
        expect(["IMPORT_INVALID", lines.length]).toContain(outcome);
      }),
      { numRuns: 300 },
    );
  });
});
