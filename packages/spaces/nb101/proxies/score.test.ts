import { execFile } from "node:child_process";
import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { gunzipSync, gzipSync } from "node:zlib";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { readArchitectures } from "./architectures.ts";
import { columns } from "./row.ts";
import { defaults } from "./settings.ts";

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "nb101-proxies-"));
});
afterAll(() => rm(folder, { recursive: true }));

const script = fileURLToPath(new URL("score.ts", import.meta.url));
const score = (...args: readonly string[]) =>
  promisify(execFile)(process.execPath, [script, ...args], { encoding: "utf8" });

describe("the list of architectures", () => {
  it("is read from texts, from a column, and from a benchmark's table: each once, in the order of the space", async () => {
    const texts = ["conv1x1:0|output:0+1", "output:0", "conv3x3:0|output:1", "output:0"];
    const list = join(folder, "list.txt");
    await writeFile(list, texts.join("\n"));
    const csv = join(folder, "list.csv.gz");
    await writeFile(csv, gzipSync(["n,arch", ...texts.map((text, n) => `${n},${text}`)].join("\r\n")));
    // The same cells; the last two are no part of it: one has no validation accuracy, the other comes twice.
    const table = join(folder, "table.csv");
    await writeFile(
      table,
      "vertices,edge_bits,op_codes,valid_acc_108\n3,7,1.0,0.5\n2,1,,0.5\n3,5,0,0.5\n3,7,2.0,\n2,1,,0.5\n",
    );
    const expected = [
      { edges: 1, operations: [] },
      { edges: 5, operations: [0] },
      { edges: 7, operations: [1] },
    ];
    for (const file of [list, csv, table]) expect(await readArchitectures(file)).toEqual(expected);
  });
});

describe("the script", () => {
  it("scores in several processes, goes on where it stopped, and says how", async () => {
    const list = join(folder, "four.txt");
    await writeFile(list, "output:0\nconv1x1:0|output:0+1\nconv3x3:0|output:1\nmaxpool3x3:0|output:1\n");
    const out = join(folder, "scores.csv.gz");
    const parts = `${out}.parts`;
    await mkdir(parts);
    await writeFile(join(parts, "settings.json"), JSON.stringify(defaults));
    // What an earlier run left: a whole line, known by its odd numbers, and half of another.
    await writeFile(join(parts, "part-0.csv"), "output:0,1,2,3,4,5,6,7,8\nconv1x1:0|output:0+1,7.7");
    const { stderr } = await score("--architectures", list, "--out", out, "--processes", "2");
    expect(stderr).toContain("4 of 4 architectures");
    const [header, first, ...rest] = gunzipSync(await readFile(out))
      .toString("utf8")
      .trimEnd()
      .split("\n");
    expect(header).toBe(columns.join(","));
    expect(first).toBe("output:0,1,2,3,4,5,6,7,8");
    expect(rest.map((line) => line.split(",")[0])).toEqual([
      "conv3x3:0|output:1",
      "maxpool3x3:0|output:1",
      "conv1x1:0|output:0+1",
    ]);
    for (const line of rest) expect(line.split(",").slice(1).map(Number).every(Number.isFinite)).toBe(true);
    expect(JSON.parse(await readFile(join(folder, "scores.json"), "utf8"))).toMatchObject({
      architectures: 4,
      blank: { snip: 0, synflow: 0, jacob_cov: 0 },
      reduced: { ...defaults, runtime: "tfjs wasm" },
    });
    expect(await readdir(folder)).not.toContain("scores.csv.gz.parts");
  });

  it("does not mix scores of other settings", async () => {
    const list = join(folder, "one.txt");
    await writeFile(list, "output:0\n");
    const parts = join(folder, "other.csv.parts");
    await mkdir(parts);
    await writeFile(join(parts, "settings.json"), JSON.stringify(defaults));
    await expect(
      score("--architectures", list, "--out", join(folder, "other.csv"), "--batch", "8"),
    ).rejects.toThrow("ask for the same settings");
  });
});
