import { z } from "zod";

const improvement = z.tuple([
  z.number().int().positive().describe("evaluation"),
  z.number().describe("validation error, percent"),
  z.number().nullable().describe("test error, percent"),
  z.number().describe("seconds of training so far"),
]);

/** One finished search: a line of `runs.jsonl`. */
export const runRecordSchema = z.object({
  version: z.literal(1),
  /** Of everything that decides the run but the number of its evaluations: method, task, data, versions, seed. */
  id: z.string(),
  task: z.string(),
  method: z.string(),
  seed: z.number(),
  /** How many it was allowed. */
  evaluations: z.number(),
  /** How many it made: fewer where the space or the method was exhausted. */
  made: z.number(),
  failed: z.number(),
  /** Every evaluation that was the best so far. */
  improvements: z.array(improvement),
  seconds: z.object({
    training: z.number().describe("simulated, as the table records them"),
    wall: z.number(),
    suggest: z.number(),
    score: z.number(),
  }),
  /** G and I of each source at each evaluation that had them. */
  sources: z
    .object({
      names: z.array(z.string()),
      n: z.array(z.number()),
      generalization: z.array(z.array(z.number())),
      influence: z.array(z.array(z.number())),
    })
    .optional(),
});

export type RunRecord = z.infer<typeof runRecordSchema>;
export type Improvement = RunRecord["improvements"][number];
