import { z } from "zod";

const bySource = z.record(z.string(), z.number());

const why = z.object({
  rule: z
    .string()
    .describe("random, mutation, policy, acquisition, predicted-top, proxy-vote or combined-rank"),
  generalization: bySource.optional().describe("G of each source, in [0, 1]"),
  influence: bySource.optional().describe("I of each source, sums to 1"),
  ranks: bySource.optional().describe("rank of the pick by each source, 1 is best"),
  combinedRank: z.number().optional().describe("the influence-weighted mean of the ranks"),
  prediction: z
    .object({ error: z.number(), low: z.number().optional(), high: z.number().optional() })
    .optional()
    .describe("error in percent, with the interval of one standard deviation"),
  expectedImprovement: z.number().optional().describe("on the scale that the surrogate learns"),
  candidates: z.number().optional(),
  unscored: bySource.optional().describe("how many candidates each proxy failed to score"),
  parent: z.string().optional(),
});

const observation = z.object({
  n: z.number().int().positive(),
  architecture: z.string(),
  key: z.string(),
  error: z.number().nullable().describe("in percent, lower is better; null where the evaluation failed"),
  metrics: bySource.describe(
    "whatever the objective measured, e.g. test: error in percent on held-out examples",
  ),
  failure: z.object({ code: z.string(), reason: z.string(), log: z.string().optional() }).optional(),
  seconds: z.number().describe("of the evaluation; simulated where a table records them"),
  why,
});

/** Version 1 of the document that `proxybo run --json` prints. */
export const runDocumentSchema = z.object({
  version: z.literal(1),
  study: z.object({ id: z.string(), name: z.string(), store: z.string(), created: z.string() }),
  settings: z.json(),
  observations: z.array(observation),
  best: z
    .object({ n: z.number(), architecture: z.string(), error: z.number(), metrics: bySource })
    .nullable()
    .describe("the observation of lowest error, the earliest of equals"),
  seconds: z
    .object({ suggest: z.number(), score: z.number(), evaluate: z.number(), total: z.number() })
    .describe(
      "wall seconds over the study's life: deciding, scoring candidates by proxies, evaluating (as recorded), sum",
    ),
});

export type RunDocument = z.infer<typeof runDocumentSchema>;
