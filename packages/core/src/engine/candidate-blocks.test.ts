import { expect, it } from "vitest";
import { boStrategy, createRandom, type Inputs, type Prediction, type SearchState } from "../index.ts";
import { type Necklace, necklaces, observationsOf } from "../../test/necklaces.ts";

const space = necklaces(12);

/** Three observations, and a surrogate that predicts as `predict` does. */
function stateWith(predict: (inputs: Inputs) => Prediction): SearchState<Necklace> {
  const random = createRandom(1);
  const observed = Array.from({ length: 3 }, () => space.sample(random));
  return {
    n: 4,
    space,
    observations: observationsOf(space, observed),
    pending: [],
    surrogate: { name: "digits", uncertainty: false, fit: () => ({ predict }) },
    proxies: [],
    seed: 1,
    random: createRandom(1),
  };
}

it("predicts every one of many candidates, a part of them at a time, and takes the best of all", async () => {
  const asked: Inputs[] = [];
  // The ring that reads as the highest number in base 3 is predicted best: the last in the space's order.
  const state = stateWith((inputs) => {
    asked.push(inputs);
    const mean = new Float64Array(inputs.n);
    for (let i = 0; i < inputs.n; i++)
      for (let bead = 0; bead < 12; bead++) mean[i]! -= inputs.rows[i * 12 + bead]! * 3 ** bead;
    return { mean };
  });
  const suggestion = await boStrategy({ initial: 3, candidates: { random: "all" } }).suggest(state);
  // 44,368 necklaces of twelve beads of three colours, less the three observed.
  const networks = 44_368 - 3;
  expect(suggestion!.why.candidates).toBe(networks);
  expect(asked.map(({ n }) => n)).toEqual([32_768, networks - 32_768]);
  expect(space.format(suggestion!.architecture)).toBe("222222222222");
  for (const inputs of asked) expect(inputs.graph(0).labels.length).toBe(14);
});

it.for([
  [{ mean: new Float64Array(1) }, "1 means and no variances"],
  [{ mean: new Float64Array(100), variance: new Float64Array(99) }, "100 means and 99 variances"],
] as const)("refuses predictions of which there are too few", async ([prediction, message]) => {
  const state = stateWith(() => prediction);
  const strategy = boStrategy({ initial: 3, candidates: { random: 100, parents: 0 } });
  await expect(strategy.suggest(state)).rejects.toMatchObject({
    code: "SURROGATE_FAILED",
    message: expect.stringContaining(message),
  });
});
