import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import {
  createRandom,
  createStudy,
  type ObservationRecord,
  randomStrategy,
  sqliteStore,
} from "@proxybo/core";
import { nb201 } from "@proxybo/space-nb201";
import { afterAll, test } from "vitest";

const folder = mkdtempSync(join(tmpdir(), "proxybo-resume-"));
afterAll(() => rmSync(folder, { recursive: true }));

const influence = { surrogate: 0.4, snip: 0.2, synflow: 0.3, jacob_cov: 0.1 };

test("resume a study of 100,000 observations: open, read and parse them all", async ({ bench }) => {
  const file = join(folder, "large.sqlite");
  const space = nb201();
  {
    await using store = await sqliteStore(file);
    const random = createRandom(1, "bench");
    const observations = Array.from({ length: 100_000 }, (_, i): ObservationRecord => {
      const architecture = space.sample(random);
      const error = random.uniform() * 90;
      return {
        n: i + 1,
        text: space.format(architecture),
        key: space.key(architecture),
        outcome: { status: "ok", error, metrics: { test: error + random.uniform() } },
        seconds: random.uniform() * 1000,
        why: {
          rule: "combined-rank",
          influence,
          generalization: influence,
          ranks: influence,
          candidates: 1010,
        },
        cost: { suggest: random.uniform(), score: random.uniform() },
      };
    });
    const trials = observations.map(({ n, text, key, why, cost }) => {
      return { n, text, key, why, cost, observed: n - 1, pending: [] };
    });
    await store.addContents({
      study: { id: "s", name: "s", created: new Date().toISOString(), settings: null },
      trials,
      observations,
      attempts: [],
    });
  }
  await bench("SQLite", async () => {
    await using store = await sqliteStore(file);
    await createStudy({ space, strategy: randomStrategy(), store, resume: "s" });
  }).run({ iterations: 5, warmupIterations: 1 });
});
