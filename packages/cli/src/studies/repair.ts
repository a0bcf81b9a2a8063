import type { RepairReport } from "@proxybo/core";
import { paint } from "../terminal/paint.ts";
import { count } from "../terminal/text.ts";

/** What a repair found and kept, for people. */
export function repairLines({ file, sound, faults, recovered, lost, kept }: RepairReport): readonly string[] {
  const { studies, observations, scores } = recovered;
  const what = [
    `${studies} ${studies === 1 ? "study" : "studies"}`,
    count(observations, "observation"),
    count(scores, "proxy score"),
  ].join(", ");
  if (sound) return [`${file} is sound: ${what}.`];
  return [
    `${file} is damaged:`,
    ...listed(faults),
    `${kept === undefined ? "Would be kept" : "Kept"}: ${what}.`,
    ...(lost.length === 0 ? ["Nothing is known to be lost."] : ["Lost:", ...listed(lost)]),
    kept === undefined
      ? paint("dim", "Nothing was changed: repair it without --dry-run.")
      : `The damaged file is kept as ${kept}.`,
  ];
}

function listed(lines: readonly string[]): readonly string[] {
  const rest = lines.length - 20;
  return [
    ...lines.slice(0, 20).map((line) => `  ${line}`),
    ...(rest > 0 ? [`  and ${rest} more (--json lists all)`] : []),
  ];
}
