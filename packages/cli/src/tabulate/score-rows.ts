import process from "node:process";
import type { ProxySource } from "@proxybo/core";
import { scoringDisplay } from "../correlate/display.ts";
import type { ScoringWatch } from "../search/scoring.ts";
import { note } from "../terminal/write.ts";
import type { Row } from "./columns.ts";
import { scoreBlocks, scoresAtHand } from "./score-blocks.ts";

/**
 * The rows with their scores: those that are kept, and those that are missing where time is left. A row that is neither
 * measured nor scored is none yet. Ctrl-C ends it early, as `finish` does.
 */
export async function scoreRows(
  wanted: readonly Omit<Row, "scores">[],
  sources: readonly ProxySource[],
  scoring: ScoringWatch,
  finish: AbortSignal,
  quiet: boolean,
): Promise<readonly Row[]> {
  const display = scoringDisplay(quiet);
  let done = 0;
  scoring.send((event) =>
    display.observe(
      event.type === "progress" ? { ...event, done: done + event.done, total: wanted.length } : event,
    ),
  );
  const end = (): void => scoring.end(finish.reason);
  const interrupt = (): void => {
    note("ending; the scores so far are kept");
    scoring.end(new Error("the scoring was ended"));
  };
  process.once("SIGINT", interrupt);
  finish.addEventListener("abort", end, { once: true });
  if (finish.aborted) end();
  try {
    const architectures = wanted.map(({ architecture }) => architecture);
    await scoreBlocks(sources, architectures, (now) => {
      done = now;
    });
  } catch (error) {
    if (!scoring.ended) throw error;
  } finally {
    process.off("SIGINT", interrupt);
    finish.removeEventListener("abort", end);
    display.close();
  }
  const rows: Row[] = [];
  for (const row of wanted) {
    const scores = await scoresAtHand(sources, row.architecture, () => scoring.ended);
    if (row.observation !== undefined || !scores.includes(undefined)) rows.push({ ...row, scores });
  }
  return rows;
}
