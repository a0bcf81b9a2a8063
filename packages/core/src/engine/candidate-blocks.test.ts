import { expect, it } from "vitest";
import { boStrategy, createRandom, type Inputs, type Surrogate } from "../index.ts";
import { errorOf, necklaces } from "../../test/necklaces.ts";

it("predicts every one of many candidates, a part of them at a time, and takes the best of all", async () => {
  const space = necklaces(12);
  const random = createRandom(1);
  const observed = Array.from({ length: 3 }, () => space.sample(random));
  const asked: Inputs[] = [];
  // The ring that reads as the highest number in base 3 is predicted best: the last in the space's order.
  const surrogate: Surrogate = {
    name: "digits",
    uncertainty: false,
    fit: () => ({
      predict: (inputs) => {
        asked.push(inputs);
        const mean = new Float64Array(inputs.n);
        for (let i = 0; i < inputs.n; i++)
          for (let bead = 0; bead < 12; bead++) mean[i]! -= inputs.rows[i * 12 + bead]! * 3 ** bead;
        return { mean };
      },
    }),
  };
  const suggestion = await boStrategy({ initial: 3, candidates: { random: "all" } }).suggest({
    n: 4,
    space,
    observations: observed.map((architecture, i) => ({
      n: i + 1,
      architecture,
      text: space.format(architecture),
      key: space.key(architecture),
      outcome: { status: "ok", error: errorOf(architecture), metrics: {} },
      seconds: 1,
      cost: { suggest: 0, score: 0 },
      scores: {},
      why: { rule: "random" },
      at: "2026-01-01T00:00:00.000Z",
    })),
    pending: [],
    surrogate,
    proxies: [],
    seed: 1,
    random: createRandom(1),
  });
  // (3^12 + …)/12 necklaces of twelve beads, less the three observed.
  const networks = 44_368 - 3;
  expect(suggestion!.why.candidates).toBe(networks);
  expect(asked.map(({ n }) => n)).toEqual([32_768, networks - 32_768]);
  expect(space.format(suggestion!.architecture)).toBe("222222222222");
  for (const inputs of asked) expect(inputs.graph(0).labels.length).toBe(14);
});
