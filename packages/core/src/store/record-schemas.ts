import { z } from "zod";

// Records as a store gives them back. Numbers may be NaN or infinite, which `z.number()` refuses.
const number = z.custom<number>((value) => typeof value === "number", "expected a number");
const bySource = z.record(z.string(), number);
const n = z.int().positive();

const why = z.strictObject({
  rule: z.string(),
  generalization: bySource.optional(),
  influence: bySource.optional(),
  ranks: bySource.optional(),
  weights: bySource.optional(),
  combinedRank: number.optional(),
  prediction: z.strictObject({ error: number, low: number.optional(), high: number.optional() }).optional(),
  expectedImprovement: number.optional(),
  candidates: number.optional(),
  unscored: bySource.optional(),
  parent: z.string().optional(),
});

const outcome = z.discriminatedUnion("status", [
  z.strictObject({ status: z.literal("ok"), error: number, metrics: bySource }),
  z.strictObject({
    status: z.enum(["failed", "cancelled"]),
    code: z.string(),
    reason: z.string(),
    log: z.string().optional(),
  }),
]);

const cost = z.strictObject({ suggest: number, score: number });
const chosen = { n, text: z.string(), key: z.string(), why, cost };

/** A study, without what belongs to it. */
export const studySchema = z.strictObject({
  id: z.string().regex(/^[\w.-]{1,100}$/, "expected letters, digits, '.', '_' or '-'"),
  name: z.string(),
  created: z.string(),
  settings: z.unknown(),
});

/** What belongs to a study, by kind. */
export const recordSchemas = {
  trial: z.strictObject({ ...chosen, observed: z.int().nonnegative(), pending: z.array(n) }),
  observation: z.strictObject({ ...chosen, outcome, seconds: number }),
  attempt: z.strictObject({ n, attempt: n, outcome, seconds: number, retried: z.boolean() }),
} as const;

export type RecordKind = keyof typeof recordSchemas;
