import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { readLines } from "./lines.ts";

async function linesOf(chunks: readonly Buffer[], longest?: number): Promise<readonly string[]> {
  async function* each(): AsyncGenerator<Buffer> {
    yield* chunks;
  }
  const lines: string[] = [];
  for await (const line of readLines(each(), "s.jsonl", longest)) lines.push(line);
  return lines;
}

describe("the lines of a file", () => {
  it("are the same wherever its bytes are cut", async () => {
    const text = fc.array(fc.string({ unit: "grapheme" }).map((line) => line.replaceAll("\n", "")));
    await fc.assert(
      fc.asyncProperty(text, fc.integer({ min: 1, max: 9 }), async (lines, size) => {
        const bytes = Buffer.from(lines.map((line) => `${line}\n`).join(""));
        const chunks = Array.from({ length: Math.ceil(bytes.length / size) }, (_, i) =>
          bytes.subarray(i * size, (i + 1) * size),
        );
        expect(await linesOf(chunks)).toEqual(lines);
      }),
    );
  });

  it("need no newline at the end", async () => {
    expect(await linesOf([Buffer.from("a\nb")])).toEqual(["a", "b"]);
    expect(await linesOf([])).toEqual([]);
  });

  it("are refused by their number where one never ends or is not UTF-8", async () => {
    const place = (row: number): object => ({ code: "IMPORT_INVALID", place: { file: "s.jsonl", row } });
    await expect(linesOf([Buffer.from("ab\nabc"), Buffer.from("d")], 3)).rejects.toMatchObject(place(2));
    await expect(linesOf([Buffer.from([0x61, 10, 0xff, 10])])).rejects.toMatchObject(place(2));
  });
});
