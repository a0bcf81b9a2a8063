import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, test } from "vitest";
import { exampleObservation, exampleStudy } from "../testing/store-examples.ts";
import { memoryStore } from "./memory.ts";
import { sqliteStore } from "./sqlite.ts";

const folder = mkdtempSync(join(tmpdir(), "proxybo-bench-"));
afterAll(() => rmSync(folder, { recursive: true }));

test("append one observation, durably", async ({ bench }) => {
  await using disk = await sqliteStore(join(folder, "bench.sqlite"));
  await using memory = memoryStore();
  let n = 0;
  for (const store of [disk, memory]) await store.createStudy(exampleStudy("s"));
  await bench.compare(
    bench("SQLite", async () => disk.appendObservation("s", exampleObservation((n += 1), 1))),
    bench("memory", async () => memory.appendObservation("s", exampleObservation((n += 1), 1))),
  );
});
