import type { NetworkSpec } from "@proxybo/core";
import { liveNodes, planNetwork } from "@proxybo/core/runtime";
import { describe, expect, it } from "vitest";
import { bytesOfPass, checkMemory } from "./memory.ts";

/** Ten normalisations in a row of images of 1 MiB. */
const spec: NetworkSpec = {
  version: 1,
  input: [4, 256, 256],
  nodes: [
    { operation: { type: "input" }, inputs: [] },
    ...Array.from({ length: 10 }, (_, i) => ({
      operation: { type: "batch-norm", affine: false, epsilon: 1e-5, momentum: 0.1 } as const,
      inputs: [i],
    })),
  ],
};
const plan = planNetwork(spec);
const live = liveNodes(plan, [10]);

describe("bytesOfPass", () => {
  it("counts every value where the pass is recorded, else those that are needed at a time", () => {
    const mebibytes = (record: boolean) => bytesOfPass(plan, live, 2, record) / 2 ** 20;
    expect(mebibytes(true)).toBe(2 * (11 + 6));
    expect(mebibytes(false)).toBe(2 * (2 + 2));
  });
});

describe("checkMemory", () => {
  it("refuses what would end the process, and says how many examples fit", () => {
    expect(() => checkMemory(plan, live, 60, true, 2 ** 30)).not.toThrow();
    expect(() => checkMemory(plan, live, 64, true, undefined)).not.toThrow();
    expect(() => checkMemory(plan, live, 64, true, 2 ** 30)).toThrow(
      expect.objectContaining({ code: "USAGE", hint: expect.stringContaining("at most 60 examples") }),
    );
  });
});
