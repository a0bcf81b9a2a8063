import { describe, expect, it } from "vitest";
import { createRandom, permutation } from "../index.ts";

describe("createRandom", () => {
  it("gives the same numbers for the same seed and path, others for others", () => {
    const draw = (seed: number, ...path: (string | number)[]) => {
      const random = createRandom(seed, ...path);
      return Array.from({ length: 4 }, () => random.uniform());
    };
    expect(draw(1, "trial", 2)).toEqual(draw(1, "trial", 2));
    const streams = [
      draw(1),
      draw(2),
      draw(1.5),
      draw(1, "trial", 1),
      draw(1, "trial", 2),
      draw(1, "trial", "2"),
    ];
    expect(new Set(streams.map(String)).size).toBe(streams.length);
  });

  it("forks by path only, whatever was drawn before", () => {
    const random = createRandom(7);
    random.uniform();
    expect(random.fork("a", 1).uniform()).toBe(createRandom(7, "a", 1).uniform());
  });

  it("is uniform: chi-square of 20 cells over 100,000 draws below the 0.999 quantile, for neighbouring seeds", () => {
    for (let seed = 0; seed < 5; seed++) {
      const random = createRandom(seed, "trial", seed);
      const counts = new Float64Array(20);
      for (let i = 0; i < 100_000; i++) counts[random.integer(20)]!++;
      const chi2 = counts.reduce((sum, count) => sum + (count - 5000) ** 2 / 5000, 0);
      expect(chi2).toBeLessThan(43.82); // scipy.stats.chi2.ppf(0.999, 19)
    }
  });

  it("has first draws that do not depend on the seed linearly: streams 0 … 9,999 give a uniform first draw", () => {
    const counts = new Float64Array(10);
    for (let n = 0; n < 10_000; n++) counts[Math.floor(createRandom(1, "trial", n).uniform() * 10)]!++;
    const chi2 = counts.reduce((sum, count) => sum + (count - 1000) ** 2 / 1000, 0);
    expect(chi2).toBeLessThan(27.88); // scipy.stats.chi2.ppf(0.999, 9)
  });

  it("refuses a bound that leaves nothing to draw, instead of drawing for ever", () => {
    expect(() => createRandom(1).integer(0)).toThrow("expected a bound in 1 … 2³², got 0");
    expect(() => createRandom(1).integer(NaN)).toThrow(RangeError);
  });

  it("draws normals of mean 0, variance 1 and kurtosis 3", () => {
    const random = createRandom(3);
    const draws = Float64Array.from({ length: 200_000 }, () => random.normal());
    const moment = (k: number) => draws.reduce((sum, x) => sum + x ** k, 0) / draws.length;
    expect(moment(1)).toBeCloseTo(0, 1);
    expect(Math.abs(moment(2) - 1)).toBeLessThan(0.015);
    expect(Math.abs(moment(4) - 3)).toBeLessThan(0.1);
  });

  it("permutes uniformly: all 24 orders of four, about equally often", () => {
    const random = createRandom(5);
    const counts = new Map<string, number>();
    for (let i = 0; i < 24_000; i++) {
      const order = permutation(4, random).join("");
      counts.set(order, (counts.get(order) ?? 0) + 1);
    }
    expect(counts.size).toBe(24);
    const chi2 = [...counts.values()].reduce((sum, count) => sum + (count - 1000) ** 2 / 1000, 0);
    expect(chi2).toBeLessThan(49.73); // scipy.stats.chi2.ppf(0.999, 23)
  });
});
