/**
 * Runs in an installed project, on the engine under test: the conformance suites of the store, of the strategies and
 * of the surrogate, then searches through the library. Prints what was found as JSON.
 */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import {
  createStudy,
  discoverPlugins,
  evolutionStrategy,
  memoryStore,
  moduleObjective,
  proxyBoStrategy,
  randomStrategy,
  reinforceStrategy,
  sqliteStore,
} from "@proxybo/core";
import { testSpace, testStore, testStrategy, testSurrogate } from "@proxybo/core/testing";
import { nb201 } from "@proxybo/space-nb201";
import { createRandomForest } from "@proxybo/surrogate-rf";

const folder = mkdtempSync(join(tmpdir(), "proxybo-kit-"));
let files = 0;
const suites = {
  "memory store": testStore(async () => memoryStore()),
  "sqlite store": testStore(() => sqliteStore(join(folder, `${files++}.sqlite`)), {
    reopen: (store) => sqliteStore(store.location),
  }),
  evolution: testStrategy(evolutionStrategy()),
  reinforce: testStrategy(reinforceStrategy()),
  proxybo: testStrategy(proxyBoStrategy(), { histories: [0, 5, 23] }),
  rf: testSurrogate(createRandomForest()),
  nb201: testSpace(nb201()),
};
const failures: string[] = [];
let passed = 0;
for (const [suite, cases] of Object.entries(suites))
  for (const { name, run } of cases)
    try {
      await run();
      passed++;
    } catch (error) {
      failures.push(`${suite}: ${name}: ${String(error)}`);
    }

const searches: Record<string, readonly string[]> = {};
for (const strategy of [randomStrategy(), evolutionStrategy(), reinforceStrategy(), proxyBoStrategy()]) {
  const study = await createStudy({
    space: nb201(),
    strategy,
    surrogate: createRandomForest(),
    objective: moduleObjective(async ({ architecture }) => ({
      error: 80 - 9 * architecture.split("conv_3x3").length - 4 * architecture.split("skip").length,
    })),
    seed: 7,
    evaluations: 25,
  });
  await study.run({});
  searches[strategy.name] = study.observations.map(({ text }) => text);
}
const { plugins, skipped } = await discoverPlugins(process.cwd());
rmSync(folder, { recursive: true, force: true });
console.log(
  JSON.stringify({ passed, failures, searches, plugins: plugins.map(({ name }) => name), skipped }),
);
