import { orphanId } from "./rebuild.ts";
import type { Recovered, Row } from "./recover.ts";

/** Gaps in the numbers of trials, and what belongs to nothing. */
export function lossesOf({ tables }: Recovered): readonly string[] {
  const lost: string[] = [];
  const names = new Map(tables.studies.map(({ seq, id }) => [seq, String(id)]));
  const dependent = [...tables.observations, ...tables.trials, ...tables.attempts];
  for (const seq of new Set(dependent.map(({ study }) => study!))) {
    const name = names.get(seq) ?? orphanId(seq);
    if (!names.has(seq)) lost.push(`name and settings of a study; what it found is kept as study '${name}'`);
    const numbers = (rows: readonly Row[]): Set<number> =>
      new Set(rows.filter(({ study }) => study === seq).map(({ n }) => Number(n)));
    const observed = numbers(tables.observations);
    const trials = numbers(tables.trials);
    const last = [...observed, ...trials].reduce((most, n) => Math.max(most, n), 0);
    const gone = Array.from({ length: Math.min(last, 1_000_000) }, (_, i) => i + 1).filter(
      (n) => !observed.has(n) && !trials.has(n),
    );
    const open = [...trials].filter((n) => !observed.has(n)).toSorted((a, b) => a - b);
    if (gone.length > 0) lost.push(`study '${name}': ${ranges(gone)} (${gone.length} evaluations)`);
    if (open.length > 0)
      lost.push(
        `study '${name}': results of ${ranges(open)}, unless they had none yet; evaluated again on resume`,
      );
  }
  const sets = new Set(tables.score_sets.map(({ seq }) => seq));
  const strays = tables.proxy_scores.filter((row) => !sets.has(row["score_set"])).length;
  if (strays > 0)
    lost.push(`what ${strays} proxy scores are of; they are computed again when they are needed`);
  return lost;
}

/** 1, 2, 3, 7 as 1–3, 7. */
function ranges(numbers: readonly number[]): string {
  const parts: [number, number][] = [];
  for (const n of numbers) {
    const last = parts.at(-1);
    if (last !== undefined && last[1] === n - 1) last[1] = n;
    else parts.push([n, n]);
  }
  const shown = parts.slice(0, 10).map(([from, to]) => (from === to ? `${from}` : `${from}–${to}`));
  return shown.join(", ") + (parts.length > 10 ? ", …" : "");
}
