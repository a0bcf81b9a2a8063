import { mkdtemp, readFile, rm, stat, truncate, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { afterAll, beforeEach, describe, expect, it } from "vitest";
import { exampleObservation, exampleStudy } from "../testing/store-examples.ts";
import { repairStore } from "./repair.ts";
import { sqliteStore } from "./sqlite.ts";

const folders: string[] = [];
let file: string;
const observations = Array.from({ length: 40 }, (_, i) => exampleObservation(i + 1, i + 1));
beforeEach(async () => {
  const folder = await mkdtemp(join(tmpdir(), "proxybo-damage-"));
  folders.push(folder);
  file = join(folder, "studies.sqlite");
  await using store = await sqliteStore(file);
  await store.createStudy(exampleStudy("a"));
  for (const observation of observations) await store.appendObservation("a", observation);
  await store.putProxyScores("scope", "snip", new Map([["k", { raw: 1, seconds: 1 }]]));
  await store.putProxyScores("scope", "flops", new Map([["k", { raw: 2, seconds: 1 }]]));
});
afterAll(async () => {
  for (const each of folders) await rm(each, { recursive: true });
});

/** Changes the file behind the back of the store. */
function tamper(sql: string): void {
  const database = new DatabaseSync(file, { enableForeignKeyConstraints: false });
  for (const action of ["changed", "deleted"]) database.exec(`DROP TRIGGER observations_are_never_${action}`);
  database.exec(sql);
  database.close();
}

describe("a store whose rows are sound, and stand where they do not belong,", () => {
  it.each([
    ["the number of a study changed", "UPDATE studies SET seq = 9"],
    ["a sum is no number that JavaScript knows", "UPDATE observations SET crc = 4599075939470750516"],
    ["the best error is another one in the index", "UPDATE observations SET error = 0.5 WHERE n = 40"],
  ])("says so where %s", async (_, sql) => {
    tamper(sql);
    await using store = await sqliteStore(file);
    const read = Promise.all([store.observations("a"), store.studies(), store.study("a")]);
    await expect(read).rejects.toMatchObject({ code: "STORE_CORRUPT" });
  });

  it("is not begun anew where little or nothing is left of its file", async () => {
    await truncate(file, 100);
    await expect(sqliteStore(file)).rejects.toMatchObject({ code: "STORE_CORRUPT" });
    expect((await stat(file)).size).toBe(100);
    await truncate(file, 0);
    await writeFile(`${file}-wal`, "a log");
    await expect(sqliteStore(file)).rejects.toMatchObject({ code: "STORE_CORRUPT" });
    await rm(`${file}-wal`);
    await using store = await sqliteStore(file);
    expect(await store.studies()).toEqual([]);
  });

  it("gives no scores of another proxy", async () => {
    tamper("UPDATE score_sets SET seq = 7 - seq; UPDATE score_sets SET seq = seq - 4");
    await using store = await sqliteStore(file);
    await expect(store.proxyScores("scope", "snip")).rejects.toMatchObject({ code: "STORE_CORRUPT" });
  });

  it("is repaired with every row at its place, where two have one number", async () => {
    const bytes = await readFile(file);
    const pageSize = 4096;
    const start = Math.floor(bytes.lastIndexOf("architecture 17 ") / pageSize) * pageSize;
    expect(bytes[start]).toBe(13);
    // A cell: its length, of two bytes, then the number of the row.
    const cell = (i: number): number => start + bytes.readUInt16BE(start + 8 + 2 * i) + 2;
    bytes[cell(1)] = bytes[cell(3)]!;
    await writeFile(file, bytes);
    await using damaged = await sqliteStore(file);
    await expect(damaged.observations("a")).rejects.toMatchObject({ code: "STORE_CORRUPT" });
    await damaged.close();
    expect(await repairStore(file)).toMatchObject({ sound: false, lost: [] });
    await using store = await sqliteStore(file);
    expect(await store.observations("a")).toEqual(observations);
  });
});
