import { readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { repairStore, sqliteStore } from "@proxybo/core";
import { exampleObservation, putExampleStudy } from "../../packages/core/src/testing/store-examples.ts";
import { mutatedBytes } from "./mutate.ts";
import { refusable, type Target, target } from "./target.ts";

const observations = Array.from({ length: 30 }, (_, i) => exampleObservation(i + 1, 100 / (i + 1)));
const shown = observations.map((observation) => JSON.stringify(observation));

async function filled(file: string): Promise<Buffer> {
  const store = await sqliteStore(file);
  await putExampleStudy(store, "s", observations);
  await store.putProxyScores("scope", "snip", new Map([["k", { raw: 1, seconds: Number.NaN }]]));
  await store.close();
  return readFileSync(file);
}

/** Everything that a store has of its first study. */
async function read(file: string): Promise<readonly string[] | undefined> {
  return refusable(async () => {
    await using store = await sqliteStore(file);
    const [study] = await store.studies();
    if (study === undefined) return [];
    await store.trials(study.id);
    await store.attempts(study.id);
    await store.proxyScores("scope", "snip");
    return (await store.observations(study.id)).map((observation) => JSON.stringify(observation));
  });
}

function sound(kept: readonly string[]): boolean {
  const places = kept.map((observation) => shown.indexOf(observation));
  return places.every((place, i) => place > (places[i - 1] ?? -1));
}

export const storeTargets: readonly Target[] = [
  target<Buffer>({
    name: "stores, and their repair",
    cases: 1000,
    given: async (folder) => mutatedBytes([await filled(join(folder, "whole.sqlite"))]),
    takes: async (bytes, folder) => {
      const file = join(folder, "damaged.sqlite");
      const fresh = (path: string): void => {
        for (const ending of ["", "-wal", "-shm"]) rmSync(path + ending, { force: true });
      };
      fresh(file);
      writeFileSync(file, bytes);
      const kept = await read(file);
      if (kept !== undefined) {
        // An empty file is a new store; else all of it is there.
        if (bytes.length > 0 && (kept.length !== shown.length || !sound(kept)))
          throw new Error(`${kept.length} observations were read without a word`);
        return true;
      }
      const report = await refusable(() => repairStore(file));
      if (report === undefined) return false;
      const rest = await read(file);
      if (report.kept !== undefined) fresh(report.kept);
      if (rest === undefined || !sound(rest)) throw new Error("what was repaired is not sound");
      if (rest.length < shown.length && report.faults.length === 0)
        throw new Error("observations were lost without a word");
      return false;
    },
  }),
];
