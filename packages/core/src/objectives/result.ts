import type { Outcome } from "../contracts/observation.ts";

/** What a user's program or function gives back. */
export interface ObjectiveResult {
  /** In percent, lower is better. */
  readonly error: number;
  /** Whatever else was measured, e.g. `test`: error in percent on held-out examples. */
  readonly metrics?: Readonly<Record<string, number | null>>;
}

type Failure = Exclude<Outcome, { readonly status: "ok" }>;

export function failed(
  code: "OBJECTIVE_FAILED" | "OBJECTIVE_TIMEOUT",
  reason: string,
  log?: string,
): Failure {
  return { status: "failed", code, reason, ...(log === undefined || log === "" ? {} : { log }) };
}

/**
 * Checks what came back. Metrics that are null or not finite were not measured, and are left out; anything else that is
 * no number is a failure, as is an error that is not finite.
 *
 * @param source - who gave it, to begin the reason with.
 */
export function outcomeOf(result: unknown, source: string): Outcome {
  const expected = `${source}: expected { error: <number in percent>, metrics: { … } }`;
  if (typeof result !== "object" || result === null || Array.isArray(result))
    return failed("OBJECTIVE_FAILED", `${expected}, got ${shown(result)}`);
  const { error, metrics = {} } = result as { readonly error?: unknown; readonly metrics?: unknown };
  if (error === undefined)
    return failed("OBJECTIVE_FAILED", `${expected}, got no 'error' but ${shown(Object.keys(result))}`);
  if (typeof error !== "number" || !Number.isFinite(error))
    return failed("OBJECTIVE_FAILED", `${source}: expected a finite number as 'error', got ${shown(error)}`);
  if (typeof metrics !== "object" || metrics === null || Array.isArray(metrics))
    return failed(
      "OBJECTIVE_FAILED",
      `${source}: expected an object of numbers as 'metrics', got ${shown(metrics)}`,
    );
  const measured: [string, number][] = [];
  for (const [name, value] of Object.entries(metrics) as [string, unknown][]) {
    if (isUnmeasured(value)) continue;
    if (typeof value !== "number")
      return failed(
        "OBJECTIVE_FAILED",
        `${source}: expected a number as 'metrics.${name}', got ${shown(value)}`,
      );
    measured.push([name, value]);
  }
  return { status: "ok", error, metrics: Object.fromEntries(measured) };
}

/** The texts stand for numbers that JSON cannot hold. */
function isUnmeasured(value: unknown): boolean {
  if (typeof value === "number") return !Number.isFinite(value);
  return value === null || value === undefined || ["NaN", "Infinity", "-Infinity"].includes(value as string);
}

/** A value in a message, cut where it is long. */
export function shown(value: unknown): string {
  const text = typeof value === "number" ? String(value) : (JSON.stringify(value) ?? typeof value);
  return text.length > 200 ? `${text.slice(0, 200)}…` : text;
}
