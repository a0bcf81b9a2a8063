import type { Interval } from "../statistics/bootstrap.ts";
import type { Moments } from "../statistics/moments.ts";

/** A minus sign as wide as the plus sign. */
export function signed(value: number, digits: number): string {
  return value.toFixed(digits).replace("-", "−");
}

/** `8.56 ± 0.10`: mean and standard deviation over the seeds. */
export function meanAndStd({ mean, std }: Moments, digits = 2): string {
  return `${mean.toFixed(digits)} ± ${std.toFixed(digits)}`;
}

/** `0.041 ± 0.006`: mean and its standard error. */
export function meanAndError({ mean, standardError }: Moments, digits = 3): string {
  return `${mean.toFixed(digits)} ± ${standardError.toFixed(digits)}`;
}

/** A number of evaluations; `> 200` where the search ended before. */
function evaluations(value: number, end: number): string {
  return Number.isFinite(value) ? String(Math.round(value * 10) / 10) : `> ${end}`;
}

/** `41 [35, 48]`. */
export function reached({ value, low, high }: Interval, end: number): string {
  if (!Number.isFinite(value) && !Number.isFinite(low)) return evaluations(value, end);
  return `${evaluations(value, end)} [${evaluations(low, end)}, ${evaluations(high, end)}]`;
}

export function shareOf({ value, low, high }: Interval): string {
  const percent = (part: number): string => `${Math.round(part * 100)}`;
  return `${percent(value)} % [${percent(low)}, ${percent(high)}]`;
}

/** Seconds of training for people: hours below two days, else days. */
export function trainingTime(seconds: number): string {
  if (seconds === 0) return "–";
  const hours = seconds / 3600;
  return hours < 48 ? `${hours.toFixed(1)} h` : `${(hours / 24).toFixed(1)} d`;
}

export function pValue(p: number): string {
  if (Number.isNaN(p)) return "no difference";
  return p < 0.001 ? "p < 0.001" : `p = ${p.toFixed(3)}`;
}
