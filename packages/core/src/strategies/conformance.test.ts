import { describe, expect, it } from "vitest";
import { testStrategy } from "../testing/strategy.ts";
import {
  boStrategy,
  brpStrategy,
  evolutionStrategy,
  localSearchStrategy,
  proxyBoStrategy,
  proxyGpStrategy,
  randomStrategy,
  reinforceStrategy,
  robotStrategy,
  warmupBrpStrategy,
  warmupEvolutionStrategy,
  zeroCostStrategy,
} from "./index.ts";

const candidates = { random: 60, parents: 4, local: 30 };

describe.each([
  randomStrategy(),
  reinforceStrategy({ candidates: 60 }),
  evolutionStrategy({ population: 8, tournament: 3 }),
  warmupEvolutionStrategy({ population: 8, tournament: 3, sample: 40 }),
  localSearchStrategy({ initial: 3 }),
  robotStrategy({ explore: 6, weights: 40, sample: 60 }),
  boStrategy({ candidates }),
  brpStrategy({ round: 5, candidates }),
  brpStrategy({ round: 1, top: 1, targets: "errors", candidates: { random: "all" } }),
  warmupBrpStrategy({ round: 7, top: 0.7, sample: 40, candidates }),
  proxyBoStrategy({ candidates }),
  proxyGpStrategy({ candidates }),
  zeroCostStrategy({ sample: 50 }),
])("strategy $name", (strategy) => {
  for (const behaviour of testStrategy(strategy)) {
    it(`holds: ${behaviour.name}`, () => expect(behaviour.run()).resolves.toBeUndefined());
  }
});
