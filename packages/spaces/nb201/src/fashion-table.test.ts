import { readFile, stat } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import { orThrow, readTable, type Table } from "@proxybo/core";
import { testTable } from "@proxybo/core/testing";
import { beforeAll, describe, expect, it } from "vitest";
import { describeTable } from "../table/describe.ts";
import { nb201, nb201Fashion, nb201FashionRepeat } from "./index.ts";

const file = fileURLToPath(nb201Fashion.file);
const space = nb201(nb201Fashion.space.options);
const proxies =
  "snip synflow jacob_cov grad_norm l2_norm plain nwot epe_nas zen fisher grasp params flops".split(" ");
let table: Table;
let readme: string;
beforeAll(async () => {
  table = await readTable(file, ["arch"]);
  readme = await readFile(new URL("../README.md", import.meta.url), "utf8");
});
const numbers = (name: string): readonly number[] => [...table.numbers(name, name)];

describe("the benchmark that the package carries", () => {
  for (const { name, run } of testTable(() => nb201Fashion, { space })) it(name, () => run());

  it("has every network of the space once, measured and scored, in less than a megabyte", async () => {
    expect(table.columns).toEqual(["arch", "valid", "test", "seconds", ...proxies]);
    const keys = table.texts("arch", "which cells").map((text) => space.key(orThrow(space.parse(text))));
    expect(new Set(keys)).toEqual(new Set(Array.from(space.enumerate(), (cell) => space.key(cell))));
    for (const name of ["valid", "test"])
      for (const value of numbers(name)) expect(value >= 0 && value <= 100).toBe(true);
    const files = [file, fileURLToPath(nb201FashionRepeat)];
    const sizes = await Promise.all(files.map(async (path) => (await stat(path)).size));
    expect(sizes.reduce((sum, size) => sum + size, 0)).toBeLessThan(1_000_000);
  });

  it("is what the README says", async () => {
    const plain = (text: string): string => text.replaceAll(/ +/g, " ").replaceAll(/-{3,}/g, "---");
    const lines = new Set(readme.split("\n").map(plain));
    const said = (await describeTable()).filter((line) => !lines.has(plain(line)));
    expect(said).toEqual([]);
  });
});
