import type { ErrorCode } from "@proxybo/core";

/** What the command's exit status tells. */
export const exitCodes = {
  /** Done, or finished early on Ctrl-C. */
  ok: 0,
  /** Something failed while it ran. */
  failure: 1,
  /** The command line or the configuration is wrong: nothing was run. */
  usage: 2,
  /** Stopped at once, by a second Ctrl-C. */
  interrupted: 130,
  /** Stopped at once, by SIGTERM. */
  terminated: 143,
} as const;

const usageCodes: ReadonlySet<ErrorCode> = new Set([
  "ARCHITECTURE_MALFORMED",
  "CONFIG_INVALID",
  "CONFIG_THREW",
  "OPTION_INVALID",
  "PLUGIN_DUPLICATE",
  "PLUGIN_INVALID",
  "PLUGIN_UNKNOWN",
  "STUDY_MISMATCH",
  "STUDY_UNKNOWN",
  "STUDY_UNTRUSTED",
  "USAGE",
]);

/** The exit status for an expected failure. */
export function exitCodeOf(code: ErrorCode): number {
  return usageCodes.has(code) ? exitCodes.usage : exitCodes.failure;
}
