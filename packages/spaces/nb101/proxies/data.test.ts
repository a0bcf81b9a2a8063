import { existsSync } from "node:fs";
import { readFile, stat } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import { drawMiniBatch, orThrow, readTable, spearman, type Table } from "@proxybo/core";
import { fashionMnist } from "@proxybo/dataset-fashion-mnist";
import runtimes from "@proxybo/runtime-tfjs";
import { beforeAll, describe, expect, it } from "vitest";
import { nb101, proxyScores } from "../src/index.ts";
import { readArchitectures } from "./architectures.ts";
import { columns, scoreRow } from "./row.ts";
import type { Settings } from "./settings.ts";

const file = fileURLToPath(proxyScores);
const space = nb101();
let table: Table;
let texts: readonly string[];
beforeAll(async () => {
  table = await readTable(file, ["arch"]);
  texts = table.texts("arch", "which cells there are");
});

describe("the scores that the package carries", () => {
  it("are proxies of 30,001 cells and nothing else, in less than a megabyte", async () => {
    expect(table.columns).toEqual(columns);
    expect(texts).toHaveLength(30_001);
    expect(texts.map((text) => space.format(orThrow(space.parse(text))))).toEqual(texts);
    expect((await stat(file)).size).toBeLessThan(1_000_000);
  });

  it("are what the script computes, for every 1,500th cell", async () => {
    const provenance = JSON.parse(await readFile(file.replace(".csv.gz", ".json"), "utf8")) as {
      architectures: number;
      reduced: Settings;
    };
    expect(provenance.architectures).toBe(30_001);
    const settings = provenance.reduced;
    const dataset = fashionMnist({ size: settings.size });
    const batch = await drawMiniBatch(dataset, settings.batchSize, settings.seed);
    const runtime = await runtimes.runtimes.tfjs.create({ backend: "wasm" });
    const names = columns.slice(1);
    const kept = names.map((name) => table.numbers(name, "a score"));
    const wrong: string[] = [];
    for (let row = 0; row < texts.length; row += 1500) {
      const cell = orThrow(space.parse(texts[row]!));
      const again = (await scoreRow(cell, dataset.task, batch, runtime, settings)).split(",").slice(1);
      again.forEach((value, i) => {
        const held = kept[i]![row]!;
        if (!(Math.abs(Number(value) - held) <= 1e-3 * Math.abs(held)))
          wrong.push(`${texts[row]} ${names[i]}`);
      });
    }
    await runtime.dispose();
    expect(wrong).toEqual([]);
  });
});

const folder =
  process.env["PROXYBO_DATA"] ?? fileURLToPath(new URL("../../../../../shared/data", import.meta.url));

describe("the scores beside the benchmark's table", () => {
  it("are of its cells with a validation accuracy, and correlate with it as the README says", async ({
    skip,
  }) => {
    const benchmark = `${folder}/nb101.csv.gz`;
    if (!existsSync(benchmark)) {
      skip("skipped: no benchmark tables");
      return;
    }
    const cells = await readArchitectures(benchmark);
    expect(cells.map((cell) => space.format(cell))).toEqual(texts);
    const rows = await readTable(benchmark, ["hash"]);
    const accuracies = rows.numbers("valid_acc_108", "how good the cells are");
    const byKey = new Map(rows.texts("hash", "which cells").map((hash, row) => [hash, accuracies[row]!]));
    const accuracy = cells.map((cell) => byKey.get(space.key(cell))!);
    const rho = Object.fromEntries(
      columns.slice(1).map((name) => {
        const value = spearman(table.numbers(name, "a score"), accuracy);
        return [name, Number(value.toFixed(2))];
      }),
    );
    expect(rho).toEqual({
      snip: -0.26,
      synflow: 0.36,
      jacob_cov: -0.12,
      params: 0.45,
      flops: 0.45,
      depth: -0.19,
      conv3x3: 0.53,
      edges: 0.09,
    });
  });
});
