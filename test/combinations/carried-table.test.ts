import { fileURLToPath } from "node:url";
import {
  createStudy,
  drawMiniBatch,
  evolutionStrategy,
  orThrow,
  proxyBoStrategy,
  proxyGpStrategy,
  randomStrategy,
  readTable,
  scoreNetwork,
  type Strategy,
  type Surrogate,
  tableObjective,
} from "@proxybo/core";
import { fashionMnist } from "@proxybo/dataset-fashion-mnist";
import { fisher } from "@proxybo/proxy-fisher";
import { flops } from "@proxybo/proxy-flops";
import { jacobCov } from "@proxybo/proxy-jacob-cov";
import { nwot } from "@proxybo/proxy-naswot";
import { params } from "@proxybo/proxy-params";
import { snip } from "@proxybo/proxy-snip";
import { synflow } from "@proxybo/proxy-synflow";
import { zen } from "@proxybo/proxy-zen";
import { tfjs } from "@proxybo/runtime-tfjs";
import { nb201, nb201Fashion } from "@proxybo/space-nb201";
import { createGaussianProcess } from "@proxybo/surrogate-gp";
import { createRandomForest } from "@proxybo/surrogate-rf";
import { describe, expect, it } from "vitest";

const space = nb201(nb201Fashion.space.options);
const path = fileURLToPath(nb201Fashion.file);

describe("the table that the space of NAS-Bench-201 carries", () => {
  it("has the scores that the proxies give on another runtime, for every 300th network", async () => {
    const dataset = fashionMnist({ size: 14 });
    const batch = await drawMiniBatch(dataset, 32, 1);
    const proxies = [snip, synflow, jacobCov, nwot, zen, fisher, params, flops];
    const table = await readTable(path, ["arch"]);
    const texts = table.texts("arch", "which networks");
    await using runtime = await tfjs.create({ backend: "wasm" });
    const wrong: string[] = [];
    for (let row = 0; row < texts.length; row += 300) {
      const spec = space.network(orThrow(space.parse(texts[row]!)), dataset.task);
      const scores = await scoreNetwork(spec, { proxies, runtime, batch, seed: 1 });
      for (const { name, direction } of proxies) {
        const raw = scores[name]!.raw;
        const kept = table.numbers(name, "a score")[row]!;
        const difference = Math.abs((direction === "higher" ? raw : -raw) - kept);
        if (!(difference <= 2e-3 * Math.abs(kept))) wrong.push(`${name} of ${texts[row]}: ${raw}, ${kept}`);
      }
    }
    expect(wrong).toEqual([]);
  });

  it("is searched better by ProxyBO and proxygp than by evolution, and by that than at random", async () => {
    const objective = await tableObjective(space, { path });
    const proxies = ["snip", "synflow", "jacob_cov"].map((name) => objective.recordedProxies.get(name)!);
    const meanOf = async (strategy: () => Strategy, surrogate?: Surrogate): Promise<number> => {
      let sum = 0;
      for (let seed = 1; seed <= 8; seed++) {
        const study = await createStudy({
          space,
          strategy: strategy(),
          ...(surrogate && { surrogate, proxies }),
          objective,
          seed,
          evaluations: 40,
        });
        await study.run({});
        sum += study.best!.outcome.error;
      }
      return sum / 8;
    };
    const random = await meanOf(randomStrategy);
    const evolution = await meanOf(evolutionStrategy);
    const proxybo = await meanOf(proxyBoStrategy, createRandomForest());
    const proxygp = await meanOf(proxyGpStrategy, createGaussianProcess());
    expect(evolution).toBeLessThan(random);
    expect(proxybo).toBeLessThan(evolution);
    expect(proxygp).toBeLessThan(evolution);
  });
});
