import { expect, it } from "vitest";
import { observationOf, studyOf } from "../fixtures/studies.ts";
import { series } from "../figures/palette.ts";
import { proxiesSection } from "./proxies.ts";

it("draws each proxy in a colour of its own, none in the surrogate's", async () => {
  const observations = [observationOf(1, 30), observationOf(2, 20), observationOf(3, 10)];
  const proxies = ["snip", "params", "flops"].map((name) => ({ name, scores: Float64Array.of(3, 2, 1) }));
  const section = await proxiesSection(studyOf("s", observations, {}, { proxies }));
  const colours = section!.markup
    .match(/<svg.*?<\/svg>/gs)!
    .map((figure) => series.findIndex((c) => figure.includes(c)));
  expect(colours).toHaveLength(3);
  expect(new Set([0, ...colours]).size).toBe(4);
});
