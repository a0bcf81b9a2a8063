import { existsSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { type NetworkSpec, orThrow, readTable, scoreNetwork } from "@proxybo/core";
import { nb201 } from "@proxybo/space-nb201";
import { describe, expect, it } from "vitest";
import { flops, params } from "./index.ts";

interface Counted {
  readonly macro: { channels: number; cells: number; image_channels: number; size: number; classes: number };
  readonly counts: Readonly<Record<string, { params: number; flops: number }>>;
}

const fixture = new URL("../fixtures/counts.json", import.meta.url);
const pytorch = JSON.parse(await readFile(fixture, "utf8")) as Readonly<Record<string, Counted>>;

function specOf(text: string, macro: Counted["macro"]): NetworkSpec {
  const space = nb201({ channels: macro.channels, cells: macro.cells, dead: "keep" });
  return space.network(orThrow(space.parse(text)), {
    kind: "classification",
    input: [macro.image_channels, macro.size, macro.size],
    classes: macro.classes,
  });
}

/** Without a runtime, and without a mini-batch. */
async function count(text: string, macro: Counted["macro"]): Promise<{ params: number; flops: number }> {
  const scores = await scoreNetwork(specOf(text, macro), { proxies: [params, flops], seed: 1 });
  return { params: scores["params"]!.raw, flops: scores["flops"]!.raw };
}

describe("params and flops equal those that PyTorch counts", () => {
  it.each(Object.entries(pytorch))("in the %s network, of 14 cells", async (_, { macro, counts }) => {
    const ours: Record<string, unknown> = {};
    for (const text of Object.keys(counts)) ours[text] = await count(text, macro);
    expect(Object.keys(counts)).toHaveLength(14);
    expect(ours).toEqual(counts);
  });
});

const folder =
  process.env["PROXYBO_DATA"] ?? fileURLToPath(new URL("../../../../shared/data", import.meta.url));

describe("params and flops equal those of the NAS-Bench-201 table", () => {
  it("for every 25th architecture", async ({ skip }) => {
    const file = join(folder, "nb201-cifar10.csv.gz");
    if (!existsSync(file)) {
      skip("skipped: no benchmark tables");
      return;
    }
    const table = await readTable(file, ["arch"]);
    const texts = table.texts("arch", "which architectures there are");
    const [millions, megaflops] = ["params_m", "flops_m"].map((name) =>
      table.numbers(name, "what was counted"),
    );
    const { macro } = pytorch["official"]!;
    const wrong: string[] = [];
    for (let row = 0; row < texts.length; row += 25) {
      const ours = await count(texts[row]!, macro);
      // The table has them in millions, to 6 and 5 digits after the point.
      const near = (value: number, recorded: number) => Math.abs(value / 1e6 - recorded) < 1e-4;
      if (!near(ours.params, millions![row]!) || !near(ours.flops, megaflops![row]!)) wrong.push(texts[row]!);
    }
    expect(texts.length).toBe(15_625);
    expect(wrong).toEqual([]);
  });
});
