import type { Outcome } from "../contracts/observation.ts";
import { failed, outcomeOf, shown } from "./result.ts";

/** Reads the result from what a program printed: its last line that is not blank, or all of it, as JSON. */
export function outcomeOfOutput(stdout: string, log: string): Outcome {
  const whole = stdout.trim();
  const last = whole.slice(whole.lastIndexOf("\n") + 1).trim();
  if (whole === "") return failed("OBJECTIVE_FAILED", `${expected}, got nothing on stdout`, log);
  const result = parsed(last) ?? parsed(whole);
  if (result === undefined) return failed("OBJECTIVE_FAILED", `${expected}, got ${shown(last)}`, log);
  const outcome = outcomeOf(result, "the program's last line of stdout");
  return outcome.status === "failed" && log !== "" ? { ...outcome, log } : outcome;
}

const expected = 'expected JSON like {"error": 7.3, "metrics": {}} as the last line of stdout';

/** The object in a text; the numbers that Python prints but JSON has not (NaN, Infinity) become texts. */
function parsed(text: string): object | undefined {
  for (const json of [text, text.replaceAll(/([[:,]\s*)(NaN|-?Infinity)(?=\s*[,}\]])/g, '$1"$2"')]) {
    try {
      const value: unknown = JSON.parse(json);
      return typeof value === "object" && value !== null ? value : undefined;
    } catch {
      // Not JSON: the next reading, or none.
    }
  }
  return undefined;
}
