import { expect, it } from "vitest";
import { createStudy, type Inputs, memoryStore, proxyGpStrategy, type Surrogate } from "../index.ts";
import { countProxy, errorOf, type Necklace, nearestNeighbour, necklaces } from "../../test/necklaces.ts";

const space = necklaces(6);
const objective = {
  name: "formula",
  evaluate: async ({ architecture }: { architecture: Necklace }) =>
    ({ status: "ok", error: errorOf(architecture), metrics: {}, seconds: 1 }) as const,
};

it("tells the surrogate decisions, graphs and normal scores of the proxies, on one scale from trial to trial", async () => {
  const seen: Inputs[] = [];
  const watching: Surrogate = {
    ...nearestNeighbour,
    fit: (inputs, targets, random) => {
      seen.push(inputs);
      return nearestNeighbour.fit(inputs, targets, random);
    },
    influence: () => Float64Array.of(0.75, 0.25),
  };
  const recorded = { ...countProxy, recorded: true };
  const study = await createStudy({
    space,
    objective,
    strategy: proxyGpStrategy({ candidates: { random: 30 } }),
    surrogate: watching,
    proxies: [recorded],
    evaluations: 10,
    store: memoryStore(),
  });
  await study.run();
  const last = seen.at(-1)!;
  const kinds = last.features.map(({ kind }) => kind);
  expect(kinds.slice(0, 6)).toEqual(Array(6).fill("categorical"));
  // Six beads make 729 paths, too many for a vocabulary: what each bead comes after is told instead.
  expect(new Set(kinds.slice(6, -1))).toEqual(new Set(["continuous"]));
  expect(last.features.at(-1)).toEqual({ kind: "proxy", name: "count" });
  // A recorded proxy is ranked among the whole space, so a score does not move while observations come in.
  const scoreOfFirst = (inputs: Inputs): number => inputs.rows[inputs.features.length - 1]!;
  const first = seen.find(({ n }) => n === 3)!;
  expect(scoreOfFirst(last)).toBe(scoreOfFirst(first));
  expect(Math.abs(scoreOfFirst(last))).toBeLessThan(4);
  const { why } = study.observations.at(-1)!;
  expect(Object.keys(why.generalization!)).toEqual(["surrogate", "count"]);
  expect(why.influence).toEqual({ surrogate: 0.75, count: 0.25 });
});

it("ranks live scores among the architectures at hand, a failed one last", async () => {
  const failing = {
    name: "count",
    scores: async (asked: readonly Necklace[]) =>
      (await countProxy.scores(asked)).map((score, i) => (asked[i]![0] === 0 ? NaN : score)),
  };
  const study = await createStudy({
    space,
    objective,
    strategy: proxyGpStrategy({ candidates: { random: 30 } }),
    surrogate: nearestNeighbour,
    proxies: [failing],
    evaluations: 12,
  });
  expect(await study.run()).toBe("evaluations");
  expect(study.best!.outcome).toMatchObject({ status: "ok" });
});
