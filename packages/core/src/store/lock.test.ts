import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import type { StudyStore } from "../contracts/store.ts";
import { exampleStudy } from "../testing/store-examples.ts";
import { memoryStore } from "./memory.ts";
import { sqliteStore } from "./sqlite.ts";

let folder: string;
let count = 0;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "proxybo-lock-"));
});
afterAll(() => rm(folder, { recursive: true }));

async function fresh(): Promise<StudyStore> {
  const store = await sqliteStore(join(folder, `${(count += 1)}.sqlite`));
  await store.createStudy(exampleStudy("s"));
  return store;
}

/** A process that holds the lock `run` of study `s`, until it is ended. */
async function holder(file: string) {
  const script = fileURLToPath(new URL("../../test/hold-lock.ts", import.meta.url));
  const child = spawn(process.execPath, [script, file, "s", "run"], { stdio: ["ignore", "pipe", "inherit"] });
  await once(child.stdout, "data");
  return child;
}

/** Makes the owner of a lock one that cannot be seen: of another machine. */
function moveElsewhere(file: string): void {
  const database = new DatabaseSync(file);
  database.exec("UPDATE locks SET owner = json_set(owner, '$.host', 'elsewhere')");
  database.close();
}

describe.each([
  ["SQLite", fresh],
  [
    "memory",
    async () => {
      const store = memoryStore();
      await store.createStudy(exampleStudy("s"));
      return store;
    },
  ],
])("a lock in %s", (_, open) => {
  it("is held by one at a time, by study and name", async () => {
    await using store = await open();
    await store.createStudy(exampleStudy("t"));
    const lock = await store.lock("s", "run");
    await expect(store.lock("s", "run")).rejects.toMatchObject({
      code: "STUDY_LOCKED",
      message: expect.stringContaining(`process ${process.pid} on `),
    });
    await using other = await store.lock("s", "decide");
    await using elsewhere = await store.lock("t", "run");
    expect([lock, other, elsewhere].map(({ lost }) => lost.aborted)).toEqual([false, false, false]);
    await lock.release();
    await lock.release();
    await using again = await store.lock("s", "run");
    expect(again.lost.aborted).toBe(false);
    await expect(store.lock("nothing", "run")).rejects.toMatchObject({ code: "STUDY_UNKNOWN" });
  });

  it("is waited for, and the waiting can be ended", async () => {
    await using store = await open();
    const lock = await store.lock("s", "run");
    const waiting = store.lock("s", "run", { wait: 600 });
    await lock.release();
    await using next = await waiting;
    expect(next.lost.aborted).toBe(false);
    const end = new AbortController();
    const refused = store.lock("s", "run", { wait: 600, signal: end.signal });
    end.abort(new Error("enough"));
    await expect(refused).rejects.toThrow("enough");
  });

  it("lets many that wait work one after the other", async () => {
    await using store = await open();
    let inside = 0;
    const most = await Promise.all(
      Array.from({ length: 8 }, async () => {
        const lock = await store.lock("s", "decide", { wait: 600 });
        const now = (inside += 1);
        await new Promise((resolve) => setTimeout(resolve, 2));
        inside -= 1;
        await lock.release();
        return now;
      }),
    );
    expect(most).toEqual(Array.from({ length: 8 }, () => 1));
  });
});

describe("the owner of a lock", () => {
  it("is replaced at once when it was killed", async () => {
    await using store = await fresh();
    const child = await holder(store.location);
    await expect(store.lock("s", "run")).rejects.toMatchObject({
      code: "STUDY_LOCKED",
      message: expect.stringContaining(`process ${child.pid} on `),
    });
    child.kill("SIGKILL");
    await once(child, "exit");
    await using lock = await store.lock("s", "run", { expiry: 1e6 });
    expect(lock.lost.aborted).toBe(false);
  });

  it.skipIf(process.platform !== "linux")(
    "is never replaced while it lives, however slow it is",
    async () => {
      await using store = await fresh();
      const child = await holder(store.location);
      // It gives no sign of life, for longer than any expiry.
      child.kill("SIGSTOP");
      await expect(store.lock("s", "run", { wait: 0.3, expiry: 0.01 })).rejects.toMatchObject({
        code: "STUDY_LOCKED",
      });
      child.kill("SIGKILL");
    },
  );

  it("that cannot be seen is replaced when it gives no sign of life, and told so", async () => {
    await using store = await fresh();
    const lock = await store.lock("s", "run", { expiry: 0.6 });
    moveElsewhere(store.location);
    // It beats: it lives.
    await expect(store.lock("s", "run", { expiry: 600 })).rejects.toMatchObject({ code: "STUDY_LOCKED" });
    const database = new DatabaseSync(store.location);
    database.exec("UPDATE locks SET token = 'another'");
    database.close();
    await vi.waitFor(() => expect(lock.lost.aborted).toBe(true), { timeout: 30_000 });
    // The other gives no sign: only its expiry ends it.
    await using next = await store.lock("s", "run", { expiry: 0.1 });
    await lock.release();
    expect(next.lost.aborted).toBe(false);
    await expect(store.lock("s", "run")).rejects.toMatchObject({ code: "STUDY_LOCKED" });
  });

  it("holds nothing after the machine was started again, or where its pid is another's", async () => {
    await using store = await fresh();
    for (const [field, value] of [
      ["boot", "another"],
      ["started", "1"],
      ["pid", 2 ** 22 + 1],
    ]) {
      const lock = await store.lock("s", "run");
      const database = new DatabaseSync(store.location);
      database.prepare(`UPDATE locks SET owner = json_set(owner, '$.${field}', ?)`).run(value!);
      database.close();
      await using next = await store.lock("s", "run", { expiry: 1e6 });
      await lock.release();
      expect(next.lost.aborted).toBe(false);
    }
  });
});
