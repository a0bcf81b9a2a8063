import { z } from "zod";

/** An entry by its name, or by name and options. */
const reference = z.union([
  z.string().min(1),
  z.strictObject({ name: z.string().min(1), options: z.record(z.string(), z.unknown()).optional() }),
]);

/**
 * What a method is given in place of the recorded scores, to see whether it is misled: their negatives, those of
 * architectures drawn at random for each seed, half of the proxies (drawn for each seed) inverted, or no proxies.
 */
export const proxyQualities = ["recorded", "inverted", "shuffled", "half-inverted", "none"] as const;

export type ProxyQuality = (typeof proxyQualities)[number];

const method = z.strictObject({
  name: z.string().min(1).describe("short and unique, e.g. proxybo-cold"),
  title: z.string().min(1).optional().describe("as tables and figures show it"),
  strategy: reference,
  surrogate: reference.optional().describe("default: the strategy's usual one, rf for most"),
  proxies: z
    .array(z.string().min(1))
    .optional()
    .describe("names of recorded scores; default: those of the comparison"),
  quality: z.enum(proxyQualities).optional().describe("default recorded"),
  parallel: z
    .int()
    .positive()
    .optional()
    .describe("evaluations in flight, on the clock that the table records; default 1"),
  evaluations: z.int().positive().optional().describe("fewer than the others, e.g. 1 for a zero-cost method"),
});

const task = z.strictObject({
  name: z.string().min(1).describe("short and unique, e.g. cifar10"),
  title: z.string().min(1).optional().describe("as tables and figures show it"),
  space: reference.optional().describe("default: the installed one that reads the table's architectures"),
  table: z
    .union([z.string().min(1), z.looseObject({ path: z.string().min(1) })])
    .describe("file, or options of the objective 'table'"),
  scores: z
    .string()
    .min(1)
    .optional()
    .describe(
      "another table of proxies' scores: 'arch' and one column a proxy (the table's option 'proxies')",
    ),
  pool: z
    .string()
    .min(1)
    .optional()
    .describe("a table whose column 'arch' lists the only architectures to search"),
});

/** What a configuration of a comparison may hold. */
export const benchSchema = z.strictObject({
  plugins: z
    .array(z.unknown())
    .optional()
    .describe("plugins and presets; without it, those that package.json names"),
  presets: z.array(z.string().min(1)).optional().describe("table1 … fig3, beyond"),
  methods: z.array(z.union([z.string().min(1), method])).optional(),
  tasks: z.array(z.union([z.string().min(1), task])).optional(),
  proxies: z
    .array(z.string().min(1))
    .optional()
    .describe("of methods that name none; default: those that each is made for"),
  seeds: z
    .union([z.int().positive(), z.array(z.int().nonnegative()).min(1)])
    .optional()
    .describe("how many (1, 2, …), or which; default 50"),
  evaluations: z.int().positive().optional().describe("of each search; default 200"),
  against: z
    .string()
    .min(1)
    .optional()
    .describe("the method that the others are compared with; default proxybo"),
});

/** A configuration as it is written. */
export type BenchConfig = z.input<typeof benchSchema>;
export type MethodConfig = z.infer<typeof method>;
export type TaskConfig = z.infer<typeof task>;
