import { spawn } from "node:child_process";
import { chmod, mkdir, mkdtemp, readFile, rm, stat, truncate, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { exampleObservation, exampleStudy } from "../testing/store-examples.ts";
import { sqliteStore } from "./sqlite.ts";

let folder: string;
let count = 0;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "proxybo-sqlite-"));
  await chmod(folder, 0o755);
});
afterAll(() => rm(folder, { recursive: true }));
const file = (): string => join(folder, `${(count += 1)}.sqlite`);

const script = (name: string): string => fileURLToPath(new URL(`../../test/${name}`, import.meta.url));

interface Ended {
  readonly stdout: string;
  readonly stderr: string;
  readonly code: number | null;
}

/** Runs Node with `args`; `watch` sees stdout grow and may kill. */
function node(
  args: readonly string[],
  watch: (stdout: string, kill: () => void) => void = () => {},
  uid?: number,
): Promise<Ended> {
  const child = spawn(process.execPath, args, uid === undefined ? {} : { uid, gid: uid });
  let [stdout, stderr] = ["", ""];
  child.stderr.on("data", (chunk) => (stderr += chunk));
  child.stdout.on("data", (chunk) => {
    stdout += chunk;
    watch(stdout, () => child.kill("SIGKILL"));
  });
  return new Promise((resolve, reject) => {
    child.on("error", reject);
    child.on("close", (code) => resolve({ stdout, stderr, code }));
  });
}

async function failure(path: string): Promise<string> {
  return sqliteStore(path).then(
    () => "opened",
    ({ code, message, hint }) => `${code}: ${message.replaceAll(folder, "…")} → ${hint}`,
  );
}

describe("a SQLite store", () => {
  it("holds everything that was acknowledged when the process is killed at any point", async () => {
    const path = file();
    let acknowledged = 0;
    for (const lines of [1, 7, 19, 40]) {
      const { stdout } = await node([script("append-forever.ts"), path, "s"], (text, kill) => {
        if (text.split("\n").length > lines) kill();
      });
      const last = Number(stdout.trim().split("\n").at(-1));
      expect(last).toBeGreaterThanOrEqual(acknowledged + lines);
      acknowledged = last;
      await using store = await sqliteStore(path);
      const kept = await store.observations("s");
      // One more may be there than was acknowledged, but none is missing and none is half there.
      expect(kept.length).toBeGreaterThanOrEqual(acknowledged);
      expect(kept).toEqual(kept.map((_, i) => exampleObservation(i + 1, 100 / (i + 1))));
      expect((await store.proxyScores("scope", "proxy")).size).toBeGreaterThanOrEqual(acknowledged);
    }
  });

  it("serves several processes at once, from the first moment on", async () => {
    const path = file();
    const studies = ["a", "b", "c", "d"];
    const ends = await Promise.all(
      studies.map((study) => node([script("append-forever.ts"), path, study, "25"])),
    );
    expect(ends.map(({ code, stderr }) => ({ code, stderr }))).toEqual(
      studies.map(() => ({ code: 0, stderr: "" })),
    );
    await using store = await sqliteStore(path);
    for (const study of studies) expect(await store.observations(study)).toHaveLength(25);
    expect((await store.proxyScores("scope", "proxy")).size).toBe(100);
  });

  it("shows one process what another wrote, and refuses an n that the other took", async () => {
    const path = file();
    await using one = await sqliteStore(path);
    await using other = await sqliteStore(path);
    await one.createStudy(exampleStudy("s"));
    await other.appendObservation("s", exampleObservation(1, 5));
    expect(await one.observations("s")).toEqual([exampleObservation(1, 5)]);
    await expect(one.appendObservation("s", exampleObservation(1, 4))).rejects.toMatchObject({
      code: "STUDY_MISMATCH",
      message: `study 's' holds an observation 1 already (${path})`,
    });
  });

  it("makes the folders above it, and syncs every commit in a write-ahead log", async () => {
    const path = join(folder, "a", "b", "studies.sqlite");
    await using store = await sqliteStore(path);
    await store.createStudy(exampleStudy("s"));
    expect((await stat(`${path}-wal`)).size).toBeGreaterThan(0);
    const database = new DatabaseSync(path);
    expect(database.prepare("PRAGMA journal_mode").get()).toEqual({ journal_mode: "wal" });
    expect(database.prepare("PRAGMA user_version").get()).toEqual({ user_version: 3 });
    database.close();
  });

  it("lets nobody change or delete an observation", async () => {
    const path = file();
    await using store = await sqliteStore(path);
    await store.createStudy(exampleStudy("s"));
    await store.appendObservation("s", exampleObservation(1, 5));
    const database = new DatabaseSync(path);
    expect(() => database.exec("UPDATE observations SET error = 0")).toThrow("append-only");
    expect(() => database.exec("DELETE FROM observations")).toThrow("append-only");
    expect(() =>
      database.exec("INSERT INTO observations SELECT 9, 99, 9, '', '', 0, '', 0, '', '', 0, 0"),
    ).toThrow("FOREIGN KEY");
    database.close();
  });

  it("refuses a store of a newer version, and leaves it as it is", async () => {
    const path = file();
    await (await sqliteStore(path)).close();
    const database = new DatabaseSync(path);
    database.exec("PRAGMA user_version = 7");
    database.close();
    const before = await readFile(path);
    expect(await failure(path)).toBe(
      `STORE_NEWER_VERSION: the store has version 7, this proxybo knows versions up to 3 (…/${count}.sqlite)` +
        " → upgrade @proxybo/core, or use another store",
    );
    expect((await readFile(path)).equals(before)).toBe(true);
  });

  it("refuses a file that is no database, and the database of another program", async () => {
    const text = file();
    await writeFile(text, "arch,valid\n".repeat(1000));
    expect(await failure(text)).toMatch(
      /^STORE_CORRUPT: expected a store of proxybo, got a file that is no SQLite database \(/,
    );
    expect((await readFile(text, "utf8")).slice(0, 4)).toBe("arch");
    const foreign = file();
    const database = new DatabaseSync(foreign);
    database.exec("CREATE TABLE birds (name TEXT)");
    database.close();
    expect(await failure(foreign)).toMatch(
      /^STORE_CORRUPT: expected a store of proxybo, got an SQLite database of another program/,
    );
  });

  it("says so when it is damaged", async () => {
    const cut = file();
    const store = await sqliteStore(cut);
    await store.createStudy(exampleStudy("s"));
    for (let n = 1; n <= 30; n++) await store.appendObservation("s", exampleObservation(n, n));
    await store.close();
    await truncate(cut, 8192);
    const outcome = await sqliteStore(cut)
      .then((opened) => opened.observations("s"))
      .catch((error) => error);
    expect(outcome).toMatchObject({ code: "STORE_CORRUPT", message: expect.stringContaining("damaged") });

    const edited = file();
    await using other = await sqliteStore(edited);
    await other.createStudy(exampleStudy("s"));
    const database = new DatabaseSync(edited);
    database.exec("UPDATE studies SET settings = '{'");
    database.close();
    await expect(other.study("s")).rejects.toMatchObject({
      code: "STORE_CORRUPT",
      message: `study 's' is damaged: it does not fit its checksum (${edited})`,
    });
  });

  it("says so when it cannot be written", async () => {
    const taken = file();
    await writeFile(taken, "");
    expect(await failure(join(taken, "inside.sqlite"))).toMatch(
      /^STORE_UNWRITABLE: the folder of the store cannot be made: E(NOTDIR|EXIST)/,
    );
    await mkdir(file());
    expect(await failure(join(folder, `${count}.sqlite`))).toMatch(
      /^STORE_UNWRITABLE: expected a store that can be written, got: unable to open database file/,
    );
  });

  it("says so when the file or its folder is read-only", async () => {
    const inside = join(folder, "locked");
    await mkdir(inside);
    const path = join(inside, "studies.sqlite");
    await (await sqliteStore(path)).close();
    await chmod(path, 0o444);
    await chmod(inside, 0o555);
    // The superuser may write anywhere: become somebody else.
    const uid = process.getuid?.() === 0 ? 65_534 : undefined;
    for (const target of [path, join(inside, "other.sqlite"), join(inside, "new", "other.sqlite")]) {
      const { stdout } = await node([script("open-store.ts"), target], undefined, uid);
      expect(JSON.parse(stdout)).toMatchObject({ code: "STORE_UNWRITABLE" });
    }
    await chmod(inside, 0o755);
  });

  it("is loaded only when it is opened, and silences no warning but SQLite's", async () => {
    const core = JSON.stringify(new URL("../index.ts", import.meta.url));
    const { stdout, stderr, code } = await node([
      "--input-type=module",
      "--eval",
      `const { sqliteStore } = await import(${core});
       const loaded = () => process.moduleLoadList.some((name) => name.includes("sqlite"));
       const before = loaded();
       const { emitWarning } = process;
       const opening = sqliteStore(${JSON.stringify(file())});
       process.emitWarning("SQLite is an experimental feature", "ExperimentalWarning");
       process.emitWarning("something else", "ExperimentalWarning");
       await (await opening).close();
       console.log(before, loaded(), process.emitWarning === emitWarning);`,
    ]);
    expect({ stdout, code }).toEqual({ stdout: "false true true\n", code: 0 });
    expect(stderr).toContain("something else");
    expect(stderr).not.toContain("SQLite");
  });
});
