import { createStudy, type Objective } from "@proxybo/core";
import { testStrategy } from "@proxybo/core/testing";
import { nb201 } from "@proxybo/space-nb201";
import { describe, expect, it } from "vitest";
import { templateNameStrategy } from "./index.ts";

describe("the contract of a strategy", () => {
  for (const { name, run } of testStrategy(templateNameStrategy())) it(name, () => run());
});

describe("template-name", () => {
  it("climbs to the best of a smooth landscape, each step from the best so far", async () => {
    // The more 3×3 convolutions, the better: 24 neighbours and 6 steps, so 5 + 6 · 24 evaluations are enough.
    const objective: Objective = {
      name: "convolutions",
      evaluate: async ({ text }) => ({
        status: "ok",
        error: 60 - 10 * text.split("nor_conv_3x3").length,
        metrics: {},
        seconds: 0,
      }),
    };
    const strategy = templateNameStrategy({ initial: 5 });
    const study = await createStudy({
      space: nb201({ equality: "none" }),
      strategy,
      objective,
      evaluations: 149,
      seed: 1,
    });
    await study.run();
    const errors = study.observations.map(({ outcome }) => (outcome.status === "ok" ? outcome.error : 100));
    expect(Math.min(...errors)).toBe(-10);
    const rules = study.observations.map(({ why }) => why.rule);
    expect(rules.slice(0, 5)).toEqual(Array(5).fill("random"));
    expect(rules.slice(5)).not.toContain("random");
  });
});
