import { z } from "zod";

/** An entry by its name, or by name and options. */
const reference = z.union([
  z.string().min(1),
  z.strictObject({
    name: z.string().min(1),
    options: z.record(z.string(), z.unknown()).optional(),
  }),
]);

/** What a configuration may hold; files and flags both. */
export const configSchema = z.strictObject({
  plugins: z
    .array(z.unknown())
    .optional()
    .describe("plugins and presets; without it, those that package.json names"),
  space: reference.optional().describe("what is searched, e.g. nb201"),
  objective: reference.optional().describe("what measures an architecture: table, train, command or module"),
  strategy: reference
    .optional()
    .describe("what decides; default proxygp (proxybo with another surrogate than gp)"),
  surrogate: reference
    .optional()
    .describe("predicts errors; default the strategy's own, or rf where it needs one"),
  proxies: z
    .array(reference)
    .optional()
    .describe("zero-cost proxies; recorded scores are used where the objective has them"),
  runtime: reference.optional().describe("builds networks, e.g. tfjs or tfjs:wasm; default auto"),
  dataset: reference.optional().describe("examples to train and score on, e.g. fashion-mnist"),
  task: z
    .strictObject({
      input: z.array(z.int().positive()).min(1).describe("shape of one example, e.g. [3, 32, 32]"),
      classes: z.int().min(2),
    })
    .optional()
    .describe("what networks are for, where no dataset tells"),
  seed: z.number().optional().describe("decides the whole run; default 1"),
  evaluations: z.int().positive().optional().describe("how many evaluations the run ends after; default 100"),
  parallel: z
    .int()
    .positive()
    .optional()
    .describe("evaluations in flight at once, on this machine; default 1"),
  timeout: z
    .number()
    .positive()
    .max(2_000_000)
    .optional()
    .describe("seconds after which an evaluation has failed; default: as long as it takes"),
  retries: z
    .int()
    .nonnegative()
    .optional()
    .describe("how often a failed evaluation is tried again; default 0"),
  retryWait: z
    .number()
    .nonnegative()
    .optional()
    .describe("seconds before it is tried again, twice as long each time, at most 300; default 5"),
  giveUpAfter: z
    .int()
    .nonnegative()
    .optional()
    .describe("stop where the first evaluations, so many, all failed; 0: never; default 10"),
  track: z
    .union([z.string(), z.array(z.string())])
    .optional()
    .describe("where each evaluation is sent besides, e.g. jsonl:runs.jsonl; default nowhere"),
  batchSize: z.int().positive().optional().describe("examples that live proxies are computed on; default 64"),
  name: z.string().min(1).optional().describe("of the study, for people"),
  store: z.string().min(1).optional().describe("file that keeps the study"),
});

/** A configuration as it is written: every field may be missing, flags or defaults fill it in. */
export type ProxyboConfig = z.input<typeof configSchema>;

export type Reference = z.infer<typeof reference>;
