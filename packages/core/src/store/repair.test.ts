import { copyFile, mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { basename, join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, beforeEach, describe, expect, it } from "vitest";
import { exampleObservation, exampleStudy } from "../testing/store-examples.ts";
import { repairStore } from "./repair.ts";
import { sqliteStore } from "./sqlite.ts";

const folders: string[] = [];
let folder: string;
let file: string;
const long = "layer ".repeat(3000);
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "proxybo-repair-"));
  folders.push(folder);
  file = join(folder, "studies.sqlite");
  await using store = await sqliteStore(file);
  await store.createStudy(exampleStudy("a"));
  await store.createStudy(exampleStudy("b", { settings: { long } }));
  for (let n = 1; n <= 40; n++) {
    const observation = exampleObservation(n, n);
    // The eighth fills pages of its own.
    await store.appendObservation("a", n === 8 ? { ...observation, text: long } : observation);
    await store.appendObservation("b", observation);
  }
  await store.putProxyScores("scope", "snip", new Map([["k", { raw: 1 / 3, seconds: Number.NaN }]]));
});
afterAll(async () => {
  for (const each of folders) await rm(each, { recursive: true });
});

/** Overwrites every place where `text` stands in the file. */
async function overwrite(text: string, by: string): Promise<void> {
  const bytes = await readFile(file);
  for (let at = bytes.indexOf(text); at !== -1; at = bytes.indexOf(text, at + 1)) bytes.write(by, at);
  await writeFile(file, bytes);
}

describe("repairing a store", () => {
  it("leaves one that is sound as it is", async () => {
    const before = await readFile(file);
    expect(await repairStore(file)).toMatchObject({
      sound: true,
      faults: [],
      lost: [],
      kept: undefined,
      recovered: { studies: 2, observations: 80, scores: 1 },
    });
    expect((await readFile(file)).equals(before)).toBe(true);
    expect(await readdir(folder)).toEqual(["studies.sqlite"]);
  });

  it("drops the rows that changed, names them, and keeps the damaged file", async () => {
    await overwrite("architecture 17 ", "architecture 71 ");
    await using damaged = await sqliteStore(file);
    await expect(damaged.observations("a")).rejects.toMatchObject({
      code: "STORE_CORRUPT",
      hint: expect.stringContaining("proxybo studies repair"),
    });
    await damaged.close();
    const before = await readFile(file);
    const report = await repairStore(file);
    expect(report.sound).toBe(false);
    expect(report.faults).toEqual([
      "damaged row of observations: study 1, n 17",
      "damaged row of observations: study 2, n 17",
    ]);
    expect(report.lost).toEqual(["study 'a': 17 (1 evaluations)", "study 'b': 17 (1 evaluations)"]);
    expect((await readFile(report.kept!)).equals(before)).toBe(true);
    await using store = await sqliteStore(file);
    const rest = Array.from({ length: 40 }, (_, i) => i + 1).filter((n) => n !== 17);
    expect(await store.observations("b")).toEqual(rest.map((n) => exampleObservation(n, n)));
    expect((await store.observations("a"))[7]).toEqual({ ...exampleObservation(8, 8), text: long });
    expect(await store.study("b")).toEqual(exampleStudy("b", { settings: { long } }));
    expect(await store.proxyScores("scope", "snip")).toEqual(
      new Map([["k", { raw: 1 / 3, seconds: Number.NaN }]]),
    );
    expect((await store.studies()).map(({ observations }) => observations)).toEqual([39, 39]);
    expect(await repairStore(file)).toMatchObject({ sound: true });
  });

  it("changes nothing when it only looks", async () => {
    await overwrite("architecture 17 ", "architecture 71 ");
    const before = await readFile(file);
    expect(await repairStore(file, { dry: true })).toMatchObject({ sound: false, kept: undefined });
    expect((await readFile(file)).equals(before)).toBe(true);
  });

  it("needs neither the header nor the schema of the file", async () => {
    const bytes = await readFile(file);
    bytes.fill(0, 0, 4096);
    await writeFile(file, bytes);
    const report = await repairStore(file);
    expect(report.recovered).toMatchObject({ studies: 2, observations: 80, scores: 1 });
    await using store = await sqliteStore(file);
    expect(await store.observations("b")).toEqual(
      Array.from({ length: 40 }, (_, i) => exampleObservation(i + 1, i + 1)),
    );
  });

  it("keeps what a study found where its own row is lost", async () => {
    await overwrite('"seed":1', '"seed":7');
    const report = await repairStore(file);
    expect(report.lost[0]).toContain("'recovered-1'");
    await using store = await sqliteStore(file);
    expect(await store.observations("recovered-1")).toHaveLength(40);
    expect(await store.study("recovered-1")).toMatchObject({ settings: null });
  });

  it("takes what is in the write-ahead log", async () => {
    const open = await sqliteStore(file);
    await open.appendObservation("b", exampleObservation(41, 41));
    const copy = join(folder, "copy.sqlite");
    for (const ending of ["", "-wal"]) await copyFile(file + ending, copy + ending);
    await open.close();
    const bytes = await readFile(copy);
    bytes.fill(0, 0, 100);
    await writeFile(copy, bytes);
    const { recovered, kept } = await repairStore(copy);
    expect(recovered.observations).toBe(81);
    expect(await readdir(folder)).toContain(`${basename(kept!)}-wal`);
  });

  it("repairs a store of the first version, which has no checksums", async () => {
    const fixture = fileURLToPath(new URL("fixtures/version-1.sqlite", import.meta.url));
    const old = join(folder, "old.sqlite");
    await copyFile(fixture, old);
    const bytes = await readFile(old);
    bytes.write("CREATE TABEL", bytes.indexOf("CREATE TABLE studies"));
    await writeFile(old, bytes);
    const { recovered } = await repairStore(old);
    expect(recovered).toEqual({ studies: 2, observations: 5, trials: 0, attempts: 0, scores: 3 });
    await using store = await sqliteStore(old);
    expect(await store.observations("first")).toHaveLength(5);
  });

  it("refuses what is no store, and one that a process works on", async () => {
    const text = join(folder, "table.csv");
    await writeFile(text, "arch,valid\n".repeat(1000));
    await expect(repairStore(text)).rejects.toMatchObject({ code: "STORE_CORRUPT" });
    await expect(repairStore(join(folder, "nothing"))).rejects.toMatchObject({ code: "STORE_CORRUPT" });
    expect((await readFile(text, "utf8")).slice(0, 4)).toBe("arch");
    await using store = await sqliteStore(file);
    await using lock = await store.lock("a", "run");
    await overwrite("architecture 17 ", "architecture 71 ");
    await expect(repairStore(file)).rejects.toMatchObject({ code: "STUDY_LOCKED" });
    expect(lock.lost.aborted).toBe(false);
  });
});
