import { expect, it } from "vitest";
import { necklaces } from "../../test/necklaces.ts";
import type { ZeroCostProxy } from "../contracts/proxy.ts";
import { parametersOf } from "../network/parameters.ts";
import type { ScoringEvent } from "./live.ts";
import { specProxySources } from "./spec-sources.ts";

const space = necklaces(3);
const task = { kind: "classification", input: [3, 8, 8], classes: 4 } as const;

/** Counts the parameters of networks that do not begin with a bead of colour 2, and what it was asked. */
function counting(): { readonly proxy: ZeroCostProxy; readonly asked: () => number } {
  let asked = 0;
  const proxy: ZeroCostProxy = {
    name: "count",
    direction: "higher",
    needs: ["spec"],
    score: async ({ spec }) => {
      asked++;
      const [first] = spec.nodes.slice(2);
      if (first?.operation.type === "linear" && first.operation.features === 3) throw new Error("on purpose");
      return parametersOf(spec).reduce((sum, { shape }) => sum + shape.reduce((a, b) => a * b, 1), 0);
    },
  };
  return { proxy, asked: () => asked };
}

it("counts each architecture once, whoever asks, and turns scores so that lower is better", async () => {
  const { proxy, asked } = counting();
  const [one, other] = specProxySources({ space, task, proxies: [proxy, { ...proxy, name: "other" }] });
  // By hand: linear layers 3→1→1→1→4 with biases, and 3→1→2→3→4.
  const expected = [-(4 + 2 + 2 + 8), -(4 + 4 + 9 + 16)];
  expect([
    ...(await one!.scores([
      [0, 0, 0],
      [0, 1, 2],
    ])),
  ]).toEqual(expected);
  expect(asked()).toBe(4);
  expect([
    ...(await other!.scores([
      [0, 0, 0],
      [0, 1, 2],
    ])),
  ]).toEqual(expected);
  expect(asked()).toBe(4);
});

it("remembers a failure too, and tells it once", async () => {
  const { proxy, asked } = counting();
  const events: ScoringEvent[] = [];
  const observe = (event: ScoringEvent): void => void events.push(event);
  const [source] = specProxySources({ space, task, proxies: [proxy], observe });
  for (let i = 0; i < 2; i++) expect([...(await source!.scores([[2, 0, 0]]))]).toEqual([Number.NaN]);
  expect(asked()).toBe(1);
  expect(events).toEqual([{ type: "failed", proxy: "count", text: "200", reason: "on purpose" }]);
});

it("gives what it has counted when it is ended, and counts no more", async () => {
  const { proxy } = counting();
  const end = new AbortController();
  const [source] = specProxySources({ space, task, proxies: [proxy], signal: end.signal });
  const [before] = await source!.scores([[0, 0, 0]]);
  end.abort(new Error("enough"));
  expect([...(await source!.scores([[0, 0, 0]]))]).toEqual([before]);
  await expect(source!.scores([[0, 1, 2]])).rejects.toThrow("enough");
});

it("lets a signal through while it counts many", async () => {
  const { proxy, asked } = counting();
  const many = necklaces(6);
  const end = new AbortController();
  const [source] = specProxySources({ space: many, task, proxies: [proxy], signal: end.signal });
  setTimeout(() => end.abort(new Error("enough")), 0);
  await expect(source!.scores([...many.enumerate!()])).rejects.toThrow("enough");
  expect(asked()).toBeLessThan(3 ** 6);
});
