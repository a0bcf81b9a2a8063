import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { createRandom, memoryStore, type ObservationRecord, sqliteStore } from "@proxybo/core";
import { type Said, startSearch } from "./child.ts";
import { nameOf, runSearch, type Search } from "./search.ts";

/** How long after its first evaluation began a process may live, in milliseconds: a few evaluations long. */
const span = 300;

export interface KillCounts {
  kills: number;
  /** Kills before the first evaluation of their process began, … */
  startUp: number;
  /** … while nothing was evaluated: between a result and the next suggestion, or in a write of the store, … */
  between: number;
  /** … and while evaluations were in flight. */
  within: number;
  acknowledged: number;
  lost: number;
  duplicated: number;
  /** Observations that were durable when the process died before it could say so. */
  unsaid: number;
  studies: number;
  /** Studies that came to all their evaluations. */
  complete: number;
  /** Studies of one worker whose trajectory is that of a run that was never interrupted, of how many. */
  equal: number;
  compared: number;
}

const newCounts = (): KillCounts => ({
  kills: 0,
  startUp: 0,
  between: 0,
  within: 0,
  acknowledged: 0,
  lost: 0,
  duplicated: 0,
  unsaid: 0,
  studies: 0,
  complete: 0,
  equal: 0,
  compared: 0,
});

/**
 * Kills a search by SIGKILL at random moments, resumes it every time, until it has ended and `kills` are done; then the
 * next search. After every kill the store is compared with what was acknowledged.
 */
export async function killAndResume(
  folder: string,
  kills: number,
  search: Omit<Search, "seed">,
  progress: (counts: KillCounts) => void = () => {},
): Promise<KillCounts> {
  const counts = newCounts();
  const random = createRandom(search.parallel, "kills");
  for (let seed = 1; counts.kills < kills; seed++) {
    const whole: Search = { ...search, seed };
    const file = join(folder, `${nameOf(whole)}.sqlite`);
    const acknowledged = new Map<number, string>();
    for (let done = false; !done;) {
      const { child, said, ended } = startSearch(whole, file);
      // One in ten at any time from the start of the process; the others once it evaluates, wherever that has come to.
      const evaluates = (): boolean => said.some(({ suggested }) => suggested !== undefined);
      const late = random.uniform() < 0.9;
      const isOver = (): boolean => child.exitCode !== null || child.signalCode !== null;
      if (late) await until(() => evaluates() || isOver());
      await Promise.race([ended, sleep(random.uniform() * (late ? span : 500))]);
      const killed = counts.kills < kills && child.exitCode === null && child.kill("SIGKILL");
      const all = await ended;
      done = all.some((document) => document.done === true);
      if (killed && !done) {
        counts.kills += 1;
        const inFlight = evaluationsInFlight(all);
        if (!evaluates()) counts.startUp += 1;
        else if (inFlight > 0) counts.within += 1;
        else counts.between += 1;
      }
      const failure = all.find(({ code }) => code !== undefined);
      if (failure !== undefined) throw new Error(`${failure.code}: ${failure.message}`);
      compare(await kept(file, whole), acknowledged, all, counts);
      progress(counts);
    }
    counts.studies += 1;
    const observations = await kept(file, whole);
    if (observations.length === whole.evaluations) counts.complete += 1;
    if (whole.parallel === 1) {
      counts.compared += 1;
      if (trajectory(observations) === (await uninterrupted(whole))) counts.equal += 1;
    }
  }
  return counts;
}

function evaluationsInFlight(said: readonly Said[]): number {
  const begun = said.filter(({ suggested }) => suggested !== undefined).length;
  return begun - said.filter(({ n }) => n !== undefined).length;
}

/** Adds what was said to what is acknowledged, and holds the store against it. */
function compare(
  observations: readonly ObservationRecord[],
  acknowledged: Map<number, string>,
  said: readonly Said[],
  counts: KillCounts,
): void {
  for (const { n, text } of said) {
    if (n === undefined) continue;
    counts.acknowledged += 1;
    if (acknowledged.has(n)) counts.duplicated += 1;
    acknowledged.set(n, text!);
  }
  const byNumber = new Map(observations.map(({ n, text }) => [n, text]));
  counts.duplicated += observations.length - byNumber.size;
  counts.duplicated += observations.length - new Set(observations.map(({ key }) => key)).size;
  for (const [n, text] of acknowledged) if (byNumber.get(n) !== text) counts.lost += 1;
  for (const [n, text] of byNumber) {
    if (acknowledged.has(n)) continue;
    counts.unsaid += 1;
    acknowledged.set(n, text);
  }
}

async function kept(file: string, search: Search): Promise<readonly ObservationRecord[]> {
  await using store = await sqliteStore(file);
  const study = (await store.studies()).find(({ name }) => name === nameOf(search));
  return study === undefined ? [] : store.observations(study.id);
}

/** All that a search found and why, without the times it took. */
export function trajectory(
  observations: readonly Pick<ObservationRecord, "n" | "text" | "outcome" | "why">[],
): string {
  return observations.map(({ n, text, outcome, why }) => JSON.stringify([n, text, outcome, why])).join("\n");
}

/** The trajectory of the same search, run in one go. */
export async function uninterrupted(search: Search): Promise<string> {
  await using store = memoryStore();
  const { id } = await runSearch(search, store);
  return trajectory(await store.observations(id));
}

async function until(condition: () => boolean): Promise<void> {
  while (!condition()) await sleep(2);
}
