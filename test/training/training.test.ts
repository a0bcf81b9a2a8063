import {
  type NetworkRuntime,
  orThrow,
  scoreArchitecture,
  trainObjective,
  drawMiniBatch,
} from "@proxybo/core";
import { requestFor } from "@proxybo/core/testing";
import { fashionMnist } from "@proxybo/dataset-fashion-mnist";
import { jacobCov } from "@proxybo/proxy-jacob-cov";
import { snip } from "@proxybo/proxy-snip";
import { synflow } from "@proxybo/proxy-synflow";
import { tfjs, tfjsOptions } from "@proxybo/runtime-tfjs";
import { nb201 } from "@proxybo/space-nb201";
import { afterAll, beforeAll, describe, expect, it } from "vitest";

const space = nb201({ channels: 8, cells: 1, stages: 1 });
const dataset = fashionMnist({ size: 14, train: 1000, validation: 500, test: 500 });
const convolutions = orThrow(
  space.parse(
    "|nor_conv_3x3~0|+|nor_conv_3x3~0|nor_conv_3x3~1|+|skip_connect~0|nor_conv_3x3~1|nor_conv_3x3~2|",
  ),
);
const pools = orThrow(
  space.parse(
    "|avg_pool_3x3~0|+|avg_pool_3x3~0|avg_pool_3x3~1|+|avg_pool_3x3~0|avg_pool_3x3~1|avg_pool_3x3~2|",
  ),
);
const nothing = orThrow(space.parse("|none~0|+|none~0|none~1|+|none~0|none~1|none~2|"));

let runtime: NetworkRuntime;
beforeAll(async () => {
  runtime = await tfjs.create(tfjsOptions.parse({}));
});
afterAll(() => runtime.dispose());

describe("a training on images that the project carries", () => {
  it("tells a cell of convolutions from one of pools, and both from a dead one, which guesses", async () => {
    const objective = await trainObjective(
      { space, runtime, dataset },
      { epochs: 3, batchSize: 32, shift: 0 },
    );
    const errors: number[] = [];
    for (const architecture of [convolutions, pools, nothing]) {
      const evaluation = await objective.evaluate(requestFor(space, architecture));
      expect(evaluation.status).toBe("ok");
      if (evaluation.status === "ok") errors.push(evaluation.error);
    }
    const [byConvolutions, byPools, guessed] = errors as [number, number, number];
    expect(byConvolutions).toBeLessThan(byPools - 3);
    expect(byPools).toBeLessThan(guessed - 10);
    expect(guessed).toBeGreaterThan(80);
  });

  it("gives the same figures for the same seed, others for another", async () => {
    const objective = await trainObjective({ space, runtime, dataset }, { epochs: 1, batchSize: 32 });
    const run = async (seed: number): Promise<unknown> => {
      const { seconds: _, ...outcome } = await objective.evaluate({
        ...requestFor(space, convolutions),
        seed,
      });
      return outcome;
    };
    const first = await run(1);
    expect(await run(1)).toEqual(first);
    expect(await run(2)).not.toEqual(first);
  });
});

it("the zero-cost proxies rank the same three cells alike, without training", async () => {
  const batch = await drawMiniBatch(dataset, 32, 1);
  const scores = await Promise.all(
    [convolutions, pools, nothing].map((architecture) =>
      scoreArchitecture({
        space,
        architecture,
        task: dataset.task,
        proxies: [snip, synflow, jacobCov],
        runtime,
        batch,
        seed: 1,
      }),
    ),
  );
  for (const name of ["snip", "synflow", "jacob_cov"]) {
    const [best, middle, dead] = scores.map((score) => score[name]!) as [Score, Score, Score];
    expect(best.raw, name).toBeGreaterThan(middle.raw);
    expect(Number.isFinite(dead.raw) ? dead.raw : -Infinity, name).toBeLessThanOrEqual(middle.raw);
  }
});

type Score = Awaited<ReturnType<typeof scoreArchitecture>>[string];
