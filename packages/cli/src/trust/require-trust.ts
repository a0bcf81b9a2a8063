import process from "node:process";
import { confirm } from "@clack/prompts";
import { orThrow, ProxyboError, readSettings, type RunSettings, type StudyRecord } from "@proxybo/core";
import { note } from "../terminal/write.ts";
import { refuseTabulation } from "../tabulate/kept-study.ts";
import { areOwnSettings, rememberSettings } from "./own-settings.ts";
import { untrusted, whatWouldRun } from "./would-run.ts";

declare const trusted: unique symbol;

/** Settings that may be made parts of: the user ran them before, or said to trust them. Made by {@link requireTrust} only. */
export type TrustedSettings = RunSettings & { readonly [trusted]: true };

/** The flag of commands that run what a study says. */
export const trustFlags = {
  trust: {
    type: "boolean",
    description: "run what a study says that you did not start: its program, configuration file and plugins",
  },
} as const;

/**
 * The settings of a kept study, to make its parts of. A study is data, its settings name programs: those of a stranger run
 * only after `--trust`, which shows them, and asks where there is a terminal; it is remembered.
 *
 * @throws {ProxyboError} `STUDY_UNTRUSTED` telling what would run; `STUDY_MISMATCH` where the study was started by a program.
 */
export async function requireTrust(
  record: StudyRecord,
  trust: boolean | undefined,
): Promise<TrustedSettings> {
  const settings = orThrow(readSettings(record.settings, record.id));
  refuseTabulation(record);
  if (await areOwnSettings(record.settings)) return settings as TrustedSettings;
  if (trust !== true) throw untrusted(record.name, settings);
  for (const line of ["trusted; this study runs:", ...whatWouldRun(settings).map((part) => `  ${part}`)])
    note(line);
  if (process.stdin.isTTY && process.stdout.isTTY && (await confirm({ message: "Run it?" })) !== true)
    throw new ProxyboError("USAGE", "cancelled; nothing was run");
  await rememberSettings(record.settings);
  return settings as TrustedSettings;
}
