import { describe, expect, it } from "vitest";
import { boStrategy, createRandom, proxyBoStrategy, type Strategy, type Surrogate } from "../index.ts";
import { errorOf, type Necklace, nearestNeighbour, necklaces, observationsOf } from "../../test/necklaces.ts";

const space = necklaces(6);
const beads = (text: string): Necklace => Array.from(text, Number);
const finished = ["222222", "001122", "010101"].map(beads);
const inFlight = ["012012", "111222", "000000"].map(beads);

async function suggest(strategy: Strategy, surrogate: Surrogate, observed: number, pending: number) {
  return strategy.suggest({
    n: observed + pending + 1,
    space,
    observations: observationsOf(space, finished.slice(0, observed)),
    pending: inFlight.slice(0, pending),
    surrogate,
    proxies: [],
    seed: 1,
    random: createRandom(1),
  });
}

describe("the first random evaluations", () => {
  it.for([
    ["bo", boStrategy({ initial: 5 })],
    ["proxybo", proxyBoStrategy({ initial: 5 })],
  ] as const)(
    "of %s are as many with some in flight, but two results must be there",
    async ([, strategy]) => {
      const isRandom = async (observed: number, pending: number): Promise<boolean> =>
        (await suggest(strategy, nearestNeighbour, observed, pending))?.why.rule === "random";
      expect(await isRandom(2, 2)).toBe(true);
      expect(await isRandom(3, 1)).toBe(true);
      expect(await isRandom(1, 3)).toBe(true);
      expect(await isRandom(3, 2)).toBe(false);
      expect(await isRandom(2, 3)).toBe(false);
    },
  );
});

describe("what is in flight", () => {
  async function learnt(imputed: Surrogate["inFlight"]): Promise<number[]> {
    const fits: number[][] = [];
    const surrogate: Surrogate = {
      ...nearestNeighbour,
      ...(imputed && { inFlight: imputed }),
      fit: (inputs, targets, random) => {
        fits.push([...targets]);
        return nearestNeighbour.fit(inputs, targets, random);
      },
    };
    await suggest(boStrategy({ initial: 2, targets: "errors" }), surrogate, 3, 2);
    return fits.at(-1)!;
  }
  const errors = finished.map(errorOf);

  it("is learnt at the surrogate's own mean of it, where that says nothing else", async () => {
    // 012012 has two beads in common with each of the three, 111222 three with the first and with the second.
    const means = [(errors[0]! + errors[1]! + errors[2]!) / 3, (errors[0]! + errors[1]!) / 2];
    expect(await learnt(undefined)).toEqual([...errors, ...means]);
    expect(await learnt("mean")).toEqual([...errors, ...means]);
  });

  it("is learnt at the worst target, where the surrogate wants that", async () => {
    expect(await learnt("worst")).toEqual([...errors, Math.max(...errors), Math.max(...errors)]);
  });
});
