import { z } from "zod";
import type { Json } from "../contracts/store.ts";

export interface CommandOptions {
  readonly command: readonly string[];
  readonly input: "stdin" | "file";
  readonly timeout?: number | undefined;
  readonly budget?: Json | undefined;
  readonly cwd?: string | undefined;
  readonly env: Readonly<Record<string, string>>;
  readonly networkSpec?: boolean | undefined;
}

export const commandOptions: z.ZodType<CommandOptions> = z
  .strictObject({
    command: z
      .array(z.string())
      .min(1)
      .describe("the program and its arguments, each a text of its own; no shell reads them"),
    input: z
      .enum(["stdin", "file"])
      .default("stdin")
      .describe("how the program gets its JSON; 'file' puts the file's path for {input} in the arguments"),
    timeout: z
      .number()
      .positive()
      .max(2_000_000)
      .optional()
      .describe("seconds; default: as long as it takes"),
    budget: z.json().optional().describe("handed to the program as it is, e.g. a number of epochs"),
    cwd: z.string().optional().describe("where it runs; default: the folder of the configuration"),
    env: z.record(z.string(), z.string()).default({}).describe("added to the environment"),
    networkSpec: z
      .boolean()
      .optional()
      .describe("whether the whole network is handed on; default: where the study has a task"),
  })
  .refine(({ command, input }) => input !== "file" || command.some((part) => part.includes("{input}")), {
    path: ["command"],
    message: "expected {input} in an argument, where the path of the file goes",
  });
