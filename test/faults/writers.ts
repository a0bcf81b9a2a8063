import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { sqliteStore } from "@proxybo/core";
import { startSearch } from "./child.ts";
import { trajectory, uninterrupted } from "./kills.ts";
import { openStudy, type Search } from "./search.ts";

/** The two processes begin with the study there. */
async function prepared(search: Search, file: string): Promise<void> {
  await using store = await sqliteStore(file);
  await openStudy(search, store);
}

async function isWhole(search: Search, file: string): Promise<boolean> {
  await using store = await sqliteStore(file);
  const [study] = await store.studies();
  return trajectory(await store.observations(study!.id)) === (await uninterrupted(search));
}

/** Starts two processes on one study at once: one runs it, the other is told who does. */
export async function twoWriters(folder: string, rounds: number) {
  const counts = { rounds, refused: 0, finished: 0, equal: 0 };
  for (let seed = 1; seed <= rounds; seed++) {
    const search: Search = { strategy: "evolution", seed, evaluations: 40, parallel: 1 };
    const file = join(folder, `writers-${seed}.sqlite`);
    await prepared(search, file);
    const ends = await Promise.all([1, 2].map(() => startSearch(search, file).ended));
    const last = ends.map((said) => said.at(-1));
    counts.refused += last.filter((said) => said?.code === "STUDY_LOCKED").length;
    counts.finished += last.filter((said) => said?.done === true).length;
    if (await isWhole(search, file)) counts.equal += 1;
  }
  return counts;
}

/** Kills the process that runs a study: the next one goes on at once, whatever the lock in the file says. */
export async function takeOver(folder: string, rounds: number) {
  const counts = { rounds, taken: 0, equal: 0 };
  for (let seed = 1; seed <= rounds; seed++) {
    const search: Search = { strategy: "evolution", seed, evaluations: 40, parallel: 1 };
    const file = join(folder, `owner-${seed}.sqlite`);
    await prepared(search, file);
    const { child, said, ended } = startSearch(search, file);
    while (child.exitCode === null && said.length < 10 + seed) await sleep(2);
    child.kill("SIGKILL");
    await ended;
    const next = await startSearch(search, file).ended;
    if (next.at(-1)?.done === true) counts.taken += 1;
    if (await isWhole(search, file)) counts.equal += 1;
  }
  return counts;
}
