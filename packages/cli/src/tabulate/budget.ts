import { ProxyboError } from "@proxybo/core";

const secondsPer: Readonly<Record<string, number>> = { s: 1, min: 60, h: 3600, d: 86_400 };

/** Longer ones would overflow a timer. */
const longest = 2_000_000;

/** Seconds of a duration as people write it: `90s`, `30min`, `2h`, `1.5d`; `USAGE` for another text. */
export function readBudget(text: string): number {
  const [, amount, unit] = /^(\d+(?:\.\d+)?)\s*(s|min|h|d)$/.exec(text.trim()) ?? [];
  const seconds = Number(amount) * (secondsPer[unit ?? ""] ?? Number.NaN);
  if (seconds > 0 && seconds <= longest) return seconds;
  throw new ProxyboError("USAGE", `--budget: expected a time like 90s, 30min, 2h or 1d, got '${text}'`, {
    hint: "it may be at most 23 days; without it, the table ends with the last architecture",
  });
}
