import { expect, it, vi } from "vitest";
import { createRandom, encode, hasGraphs, type ProxySource } from "../index.ts";
import { type Necklace, necklaces, stateAfter } from "../../test/necklaces.ts";
import { drawCandidates } from "./candidates.ts";
import { encodeState } from "./features.ts";
import { pathRowsOf } from "./path-rows.ts";
import { scoresOf } from "./proxy-scores.ts";

const space = necklaces(6);
const random = createRandom(1);
const observed = Array.from({ length: 8 }, () => space.sample(random));
const state = stateAfter(space, observed);
const candidates = drawCandidates(state, { random: "all", parents: 2, local: 100 });
const architectures = [...candidates.parts()].flat();

/** A score that rotations do not share: a listed network and a neighbour that is the same network have their own. */
const scoreOf = (beads: Necklace): number => Number(space.format(beads));
const proxy = (recorded: boolean): ProxySource<Necklace> => ({
  name: "digits",
  recorded,
  scores: async (asked) => Float64Array.from(asked, scoreOf),
});

it("knows of a listed space which candidates come from the list, the neighbours before them", () => {
  const { networks, first, places } = candidates.listed!;
  expect(first).toBeGreaterThan(0);
  expect(Array.from(places, (place) => networks.architectures[place])).toEqual(architectures.slice(first));
  expect(first + places.length).toBe(candidates.n);
});

it("scores the list once by a proxy on record, and gives what asking for each candidate gives", async () => {
  const recorded = proxy(true);
  const asked = vi.spyOn(recorded, "scores");
  const expected = Float64Array.from([...observed, ...architectures], scoreOf);
  for (let suggestion = 0; suggestion < 2; suggestion++)
    expect(await scoresOf([proxy(false), recorded], observed, candidates)).toEqual([expected, expected]);
  const few = observed.length + candidates.listed!.first;
  expect(asked.mock.calls.map(([{ length }]) => length)).toEqual([
    few,
    candidates.listed!.networks.keys.length,
    few,
  ]);
});

it.for([true, false])("encodes the list once, as encoding each candidate does (paths: %s)", async (paths) => {
  const encodeInto = vi.spyOn(space, "encodeInto");
  const encodings = [];
  for (let suggestion = 0; suggestion < 2; suggestion++)
    encodings.push(await encodeState(state, candidates, { decisions: true, paths, proxies: false }));
  const rows = encodings.map((encoded) => [encoded.observed, ...encoded.candidates.blocks()]);
  const { first, networks } = candidates.listed!;
  expect(encodeInto).toHaveBeenCalledTimes(observed.length + 2 * first + networks.keys.length);
  encodeInto.mockRestore();

  const decisions = encode(space, [...observed, ...architectures]).rows;
  const own = paths && hasGraphs(space) ? pathRowsOf(space) : undefined;
  const expected = [...observed, ...architectures].flatMap((architecture, i) => [
    ...decisions.subarray(6 * i, 6 * (i + 1)),
    ...(own?.rowOf(architecture) ?? []),
  ]);
  for (const blocks of rows) expect(blocks.flatMap((block) => [...block.rows])).toEqual(expected);
});
