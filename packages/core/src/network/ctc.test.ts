import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { ctcLoss, greedyTranscript, positionsNeeded } from "./ctc.ts";
import pytorch from "./fixtures/ctc.json" with { type: "json" };

const problems = fc.record({
  channels: fc.integer({ min: 2, max: 4 }),
  positions: fc.integer({ min: 1, max: 5 }),
  transcript: fc.array(fc.nat({ max: 2 }), { maxLength: 4 }),
  noise: fc.array(fc.double({ min: -5, max: 5, noNaN: true }), { minLength: 20, maxLength: 20 }),
});

/** Transcripts by the channel at each position. */
const merged = (path: readonly number[]): readonly number[] =>
  path.filter((channel, t) => channel !== 0 && channel !== path[t - 1]);

describe("ctcLoss", () => {
  it("and its gradient are PyTorch's", () => {
    for (const { logits, channels, transcript, loss, gradient } of pytorch) {
      const written = new Float32Array(logits.length);
      const own = ctcLoss(Float32Array.from(logits), channels, transcript, written);
      expect(Math.abs(own - loss)).toBeLessThanOrEqual(1e-9 * Math.max(1, loss));
      for (const [i, slope] of gradient.entries()) expect(written[i]).toBeCloseTo(slope, 6);
    }
  });

  it("adds up the probabilities of all paths that spell the transcript", () => {
    fc.assert(
      fc.property(problems, ({ channels, positions, transcript, noise }) => {
        const logits = Float32Array.from(noise.slice(0, channels * positions));
        const wanted = transcript.map((symbol) => 1 + (symbol % (channels - 1)));
        let probability = 0;
        for (let code = 0; code < channels ** positions; code++) {
          const path = Array.from(
            { length: positions },
            (_, t) => Math.floor(code / channels ** t) % channels,
          );
          if (merged(path).join() === wanted.join())
            probability += path.reduce((product, channel, t) => {
              const row = logits.subarray(t * channels, (t + 1) * channels);
              const sum = row.reduce((total, value) => total + Math.exp(value), 0);
              return (product * Math.exp(row[channel]!)) / sum;
            }, 1);
        }
        const loss = ctcLoss(logits, channels, wanted);
        expect(loss === Infinity).toBe(positionsNeeded(wanted) > positions);
        expect(Math.exp(-loss)).toBeCloseTo(probability, 12);
        expect(Math.exp(-loss) - probability).toBeLessThanOrEqual(1e-9 * probability);
      }),
    );
  });

  it("writes zeros where there are too few positions", () => {
    const gradient = new Float32Array(6).fill(1);
    expect(ctcLoss(new Float32Array(6), 3, [1, 1], gradient)).toBe(Infinity);
    expect([...gradient]).toEqual([0, 0, 0, 0, 0, 0]);
    expect(positionsNeeded([1, 1])).toBe(3);
  });
});

describe("greedyTranscript", () => {
  it("merges repetitions, then leaves blanks out", () => {
    const logits = (...path: number[]) =>
      Float32Array.from(path.flatMap((channel) => [0, 1, 2, 3].map((k) => (k === channel ? 2 : -k))));
    expect([...greedyTranscript(logits(0, 2, 2, 0, 2, 1, 1, 3, 0), 4)]).toEqual([2, 2, 1, 3]);
    expect([...greedyTranscript(logits(0, 0), 4)]).toEqual([]);
    expect([...greedyTranscript(new Float32Array(8), 4)]).toEqual([]);
  });

  it("reads any transcript from a path that spells it", () => {
    fc.assert(
      fc.property(fc.array(fc.nat({ max: 3 }), { maxLength: 12 }), (path) => {
        const logits = Float32Array.from(
          path.flatMap((channel) => [0, 1, 2, 3].map((k) => +(k === channel))),
        );
        expect([...greedyTranscript(logits, 4)]).toEqual(merged(path));
      }),
    );
  });
});
