import { copyFileSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import {
  type ObservationRecord,
  ProxyboError,
  repairStore,
  sqliteStore,
  type StudyStore,
} from "@proxybo/core";
import { exampleObservation, putExampleStudy } from "../../packages/core/src/testing/store-examples.ts";

export interface TornCounts {
  /** Files that were cut or changed. */
  cases: number;
  /** Read in full: the damage was where nothing is. */
  whole: number;
  /** Read up to the commit that was torn. */
  before: number;
  /** Refused by `STORE_CORRUPT`, … */
  detected: number;
  /** … and what repair gave back of the observations, and reported as lost. */
  recovered: number;
  reported: number;
  /** Anything else: something missing or changed without a word. */
  wrong: number;
}

const observations = Array.from({ length: 30 }, (_, i) => exampleObservation(i + 1, 100 / (i + 1)));
const newCounts = (): TornCounts => ({
  cases: 0,
  whole: 0,
  before: 0,
  detected: 0,
  recovered: 0,
  reported: 0,
  wrong: 0,
});

async function filled(file: string): Promise<StudyStore> {
  const store = await sqliteStore(file);
  await putExampleStudy(store, "s", observations);
  return store;
}

/** Cuts the log at every `stride`-th byte of its last commit, and turns a bit there. */
export async function tornWriteAheadLog(folder: string, stride: number): Promise<TornCounts> {
  const counts = newCounts();
  const source = join(folder, "log.sqlite");
  const store = await filled(source);
  const log = readFileSync(`${source}-wal`);
  const main = join(folder, "log-main");
  copyFileSync(source, main);
  await store.close();
  const file = join(folder, "torn-log.sqlite");
  for (let at = lastCommit(log); at < log.length; at += stride) {
    const turned = Buffer.from(log);
    turned[at]! ^= 1 << (at % 8);
    for (const torn of [log.subarray(0, at), turned]) {
      fresh(file);
      copyFileSync(main, file);
      writeFileSync(`${file}-wal`, torn);
      counts.cases += 1;
      const kept = await read(file);
      // The last observation is the last commit: it is there as it was, or not at all.
      if (isPrefix(kept, 30)) counts.whole += 1;
      else if (isPrefix(kept, 29)) counts.before += 1;
      else counts.wrong += 1;
    }
  }
  fresh(file);
  return counts;
}

/** Where the frames of the last commit begin. */
function lastCommit(log: Buffer): number {
  const pageSize = log.readUInt32BE(8);
  const commits: number[] = [];
  for (let at = 32; at + 24 + pageSize <= log.length; at += 24 + pageSize)
    if (log.readUInt32BE(at + 4) !== 0) commits.push(at + 24 + pageSize);
  return commits.at(-2)!;
}

/** Cuts the file at every `stride`-th byte of its last two pages, and turns a bit of every page; then repairs it. */
export async function tornMainFile(folder: string, stride: number): Promise<TornCounts> {
  const counts = newCounts();
  const source = join(folder, "main.sqlite");
  await (await filled(source)).close();
  const whole = readFileSync(source);
  const file = join(folder, "torn.sqlite");
  const cases: Buffer[] = [];
  for (let at = whole.length - 8192; at < whole.length; at += stride) cases.push(whole.subarray(0, at));
  for (let at = 0; at < whole.length; at += 7 * stride) {
    const turned = Buffer.from(whole);
    turned[at]! ^= 1 << (at % 8);
    cases.push(turned);
  }
  for (const torn of cases) {
    fresh(file);
    writeFileSync(file, torn);
    counts.cases += 1;
    const kept = await read(file);
    if (isPrefix(kept, 30)) counts.whole += 1;
    else if (kept !== "STORE_CORRUPT" && kept !== "STORE_NEWER_VERSION" && kept !== "STUDY_UNKNOWN")
      counts.wrong += 1;
    else {
      counts.detected += 1;
      await repairTorn(file, counts);
    }
  }
  fresh(file);
  return counts;
}

/** What repair gives back is as it was and in its order; the rest it reports. */
async function repairTorn(file: string, counts: TornCounts): Promise<void> {
  try {
    const report = await repairStore(file);
    await using store = await sqliteStore(file);
    const [study] = await store.studies();
    const kept = study === undefined ? [] : await store.observations(study.id);
    const isSound = kept.every(
      (observation, i) =>
        same(observation, observations[observation.n - 1]!) && observation.n > (kept[i - 1]?.n ?? 0),
    );
    counts.recovered += kept.length;
    const missing = observations.filter(({ n }) => kept.every((one) => one.n !== n));
    const said = report.lost.join(" ") + report.faults.join(" ");
    counts.reported += missing.length;
    if (!isSound || (missing.length > 0 && said === "")) counts.wrong += 1;
    if (report.kept !== undefined) fresh(report.kept);
  } catch (thrown) {
    if (!(thrown instanceof ProxyboError)) counts.wrong += 1;
    counts.reported += observations.length;
  }
}

/** The observations that a store gives, or the code of its refusal. */
async function read(file: string): Promise<readonly ObservationRecord[] | string> {
  try {
    await using store = await sqliteStore(file);
    return await store.observations("s");
  } catch (thrown) {
    return thrown instanceof ProxyboError ? thrown.code : String(thrown);
  }
}

function isPrefix(kept: readonly ObservationRecord[] | string, length: number): boolean {
  return (
    typeof kept !== "string" && kept.length === length && kept.every((one, i) => same(one, observations[i]!))
  );
}

function same(a: ObservationRecord, b: ObservationRecord): boolean {
  return shown(a) === shown(b);
}

function shown(observation: ObservationRecord): string {
  return JSON.stringify(observation, (_, value: unknown) =>
    typeof value === "number" && !Number.isFinite(value) ? String(value) : value,
  );
}

function fresh(file: string): void {
  for (const ending of ["", "-wal", "-shm"]) rmSync(file + ending, { force: true });
}
