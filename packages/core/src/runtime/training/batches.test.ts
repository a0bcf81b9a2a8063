import { createRandom, type Random } from "../../random/random.ts";
import { describe, expect, it } from "vitest";
import { gatherBatch } from "./batches.ts";

/** One image of 2 channels, 2 × 3: value = 100·row + 10·column + channel, channels last. */
const image = Float32Array.of(0, 1, 10, 11, 20, 21, 100, 101, 110, 111, 120, 121);
const shape = [2, 2, 3];

/** Draws what it is given. */
const scripted = (uniforms: number[], integers: number[]): Random => ({
  ...createRandom(1),
  uniform: () => uniforms.shift()!,
  integer: () => integers.shift()!,
});

describe("gatherBatch", () => {
  it("copies the chosen examples in their order", () => {
    const data = Float32Array.from({ length: 9 }, (_, i) => i);
    const none = { flip: false, shift: 0 };
    const batch = gatherBatch(data, [3], Uint32Array.of(2, 0), none, createRandom(1));
    expect([...batch]).toEqual([6, 7, 8, 0, 1, 2]);
  });

  it("mirrors left to right, both channels together", () => {
    const flip = { flip: true, shift: 0 };
    const mirrored = gatherBatch(image, shape, Uint32Array.of(0), flip, scripted([0.2], []));
    expect([...mirrored]).toEqual([20, 21, 10, 11, 0, 1, 120, 121, 110, 111, 100, 101]);
    const kept = gatherBatch(image, shape, Uint32Array.of(0), flip, scripted([0.7], []));
    expect([...kept]).toEqual([...image]);
  });

  it("moves down and right, or up and left, and fills with zeros", () => {
    const shift = { flip: false, shift: 1 };
    const moved = (...integers: number[]) => [
      ...gatherBatch(image, shape, Uint32Array.of(0), shift, scripted([], integers)),
    ];
    expect(moved(2, 2)).toEqual([0, 0, 0, 0, 0, 0, 0, 0, 0, 1, 10, 11]);
    expect(moved(0, 0)).toEqual([110, 111, 120, 121, 0, 0, 0, 0, 0, 0, 0, 0]);
    expect(moved(1, 1)).toEqual([...image]);
  });

  it("moves by every distance up to the shift about equally often", () => {
    const dot = new Float32Array(49).with(24, 1);
    const random = createRandom(1);
    const places = new Map<number, number>();
    for (let i = 0; i < 5000; i++) {
      const [at] = [
        gatherBatch(dot, [1, 7, 7], Uint32Array.of(0), { flip: false, shift: 2 }, random).indexOf(1),
      ];
      places.set(at, (places.get(at) ?? 0) + 1);
    }
    expect(places.size).toBe(25);
    const chi2 = [...places.values()].reduce((sum, count) => sum + (count - 200) ** 2 / 200, 0);
    expect(chi2).toBeLessThan(51.18); // scipy.stats.chi2.ppf(0.999, 24)
  });
});
