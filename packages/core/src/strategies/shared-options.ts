import { z } from "zod";
import type { Incumbent } from "../engine/acquisition.ts";
import type { CandidateOptions } from "../engine/candidates.ts";
import type { FeatureOptions } from "../engine/features.ts";
import type { TargetScale } from "../engine/targets.ts";

export const candidateOptions: z.ZodType<CandidateOptions> = z
  .strictObject({
    random: z
      .union([z.int().min(0), z.literal("all")])
      .default(1000)
      .describe("how many are drawn from the space; 'all' takes a whole space that can be listed"),
    parents: z.int().min(0).default(10).describe("neighbours of how many of the best observed"),
    local: z.int().min(0).default(1000).describe("at most so many of these neighbours"),
  })
  .prefault({});

export const targetScale: z.ZodType<TargetScale> = z
  .enum(["normal-scores", "errors"])
  .default("normal-scores")
  .describe("what the surrogate learns: normal scores of the errors, or the errors in percent");

/** What expected improvement is taken over, by the strategy's own default. */
export function incumbentOption(usual: Incumbent): z.ZodType<Incumbent> {
  return z
    .enum(["observed", "predicted"])
    .default(usual)
    .describe(
      "improve on the lowest error observed, or on the lowest that the surrogate has for an observation",
    );
}

/** Which features a surrogate gets, by the strategy's own defaults. */
export function featureOptions(defaults: FeatureOptions): z.ZodType<FeatureOptions> {
  return z
    .strictObject({
      decisions: z.boolean().default(defaults.decisions).describe("the features of the space"),
      paths: z
        .boolean()
        .default(defaults.paths)
        .describe(
          "how often each path of operations leads from input to output, or each operation reads what",
        ),
      proxies: z.boolean().default(defaults.proxies).describe("normal scores of the proxies"),
    })
    .prefault({});
}

/** The options of evolution, for strategies that add to them. */
export const evolutionShape = {
  population: z.int().min(1).default(20).describe("how many of the latest observations may have offspring"),
  tournament: z
    .int()
    .min(1)
    .default(10)
    .describe("how many of them are drawn; the best of these is the parent"),
};
