import { chmod, mkdir } from "node:fs/promises";
import { join } from "node:path";
import process from "node:process";
import { sqliteStore } from "@proxybo/core";
import { startSearch } from "./child.ts";
import { trajectory, uninterrupted } from "./kills.ts";
import type { Search } from "./search.ts";

export interface FullDiskCounts {
  runs: number;
  /** Runs that met the full disk and said so by `STORE_UNWRITABLE`. */
  refused: number;
  acknowledged: number;
  lost: number;
  /** Runs that ended in any other way than done or refused. */
  wrong: number;
  /** Runs that, with room again, came to the trajectory of a search that was never interrupted. */
  equal: number;
}

const search: Search = { strategy: "evolution", seed: 1, evaluations: 40, parallel: 1 };

/** The signal is taken: writes beyond the limit then fail, as on a full disk. */
const outlivesLimit = `data:text/javascript,${encodeURIComponent('process.on("SIGXFSZ", () => {})')}`;

/** Runs a search in as many kilobytes a file as it takes to fail at one point after the other, then with room. */
export async function diskFull(folder: string, runs: number): Promise<FullDiskCounts> {
  const counts: FullDiskCounts = { runs, refused: 0, acknowledged: 0, lost: 0, wrong: 0, equal: 0 };
  const reference = await uninterrupted(search);
  for (let run = 0; run < runs; run++) {
    const file = join(folder, `full-${run}.sqlite`);
    const kilobytes = 16 + Math.round((run * 480) / runs);
    const shell = `ulimit -f ${kilobytes}`;
    const said = await startSearch(search, file, { shell, node: ["--import", outlivesLimit] }).ended;
    const last = said.at(-1);
    if (last?.code === "STORE_UNWRITABLE") counts.refused += 1;
    else if (last?.done !== true) counts.wrong += 1;
    const acknowledged = said.filter(({ n }) => n !== undefined);
    counts.acknowledged += acknowledged.length;
    await startSearch(search, file).ended;
    await using store = await sqliteStore(file);
    const [study] = await store.studies();
    const observations = await store.observations(study!.id);
    const texts = new Map(observations.map(({ n, text }) => [n, text]));
    counts.lost += acknowledged.filter(({ n, text }) => texts.get(n!) !== text).length;
    if (trajectory(observations) === reference) counts.equal += 1;
  }
  return counts;
}

/** Tries to make and to go on with a study where nothing can be written. */
export async function readOnlyDisk(folder: string): Promise<{ tried: number; refused: number }> {
  const inside = join(folder, "read-only");
  await mkdir(inside);
  const file = join(inside, "studies.sqlite");
  const { child, said, ended } = startSearch({ ...search, evaluations: 100_000 }, file);
  while (said.length < 20) await new Promise((resolve) => setTimeout(resolve, 5));
  child.kill("SIGTERM");
  await ended;
  await using store = await sqliteStore(file);
  await store.close();
  await chmod(file, 0o444);
  await chmod(inside, 0o555);
  // The superuser may write anywhere: become somebody else.
  const uid = process.getuid?.() === 0 ? 65_534 : undefined;
  let refused = 0;
  const targets = [file, join(inside, "other.sqlite"), join(inside, "deeper", "other.sqlite")];
  for (const target of targets) {
    const last = (await startSearch(search, target, { uid }).ended).at(-1);
    if (last?.code === "STORE_UNWRITABLE") refused += 1;
  }
  await chmod(inside, 0o755);
  return { tried: targets.length, refused };
}
