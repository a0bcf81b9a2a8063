import { z } from "zod";
import type { Json } from "../contracts/store.ts";

export interface ModuleOptions {
  readonly path: string;
  readonly export: string;
  readonly timeout?: number | undefined;
  readonly budget?: Json | undefined;
}

const timeoutOption: z.ZodType<number | undefined> = z
  .number()
  .positive()
  .max(2_000_000)
  .optional()
  .describe("seconds; default: as long as it takes. A function that blocks its thread cannot be interrupted");

export const moduleOptions: z.ZodType<ModuleOptions> = z.strictObject({
  path: z.string().min(1).describe("a .ts or .js file that exports the function"),
  export: z.string().default("default").describe("under which name"),
  timeout: timeoutOption,
  budget: z.json().optional().describe("handed to the function as it is, e.g. a number of epochs"),
});
