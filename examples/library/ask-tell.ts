// Your own loop: proxybo says what to try next, you evaluate it wherever you like and tell the result.
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { boStrategy, createStudy, type Evaluation, sqliteStore, type Trial } from "@proxybo/core";
import { type Architecture, nb201 } from "@proxybo/space-nb201";
import { createRandomForest } from "@proxybo/surrogate-rf";
import evaluate from "proxybo-example-module-typescript";

async function train({ n, text, architecture, key, seed }: Trial<Architecture>): Promise<Evaluation> {
  const begin = performance.now();
  const { signal } = new AbortController();
  const { error } = await evaluate({
    n,
    architecture: text,
    value: architecture,
    key,
    seed,
    budget: 30,
    signal,
    get networkSpec(): never {
      throw new Error("this training builds its own network");
    },
    report: () => undefined,
  });
  return { status: "ok", error, metrics: {}, seconds: (performance.now() - begin) / 1000 };
}

const folder = await mkdtemp(join(tmpdir(), "proxybo-example-"));
{
  // What is told is on disk before `tell` resolves.
  await using store = await sqliteStore(join(folder, "studies.sqlite"));
  const study = await createStudy({
    space: nb201(),
    strategy: boStrategy(),
    surrogate: createRandomForest(),
    store,
    seed: 1,
  });

  for (let round = 0; round < 5; round++) {
    // Three trials at once: each is asked for while the ones before it are still open.
    const trials = [await study.ask(), await study.ask(), await study.ask()].filter(
      (trial) => trial !== undefined,
    );
    await Promise.all(trials.map(async (trial) => study.tell(trial.n, await train(trial))));
  }

  console.log(`${study.observations.length} observations in ${study.store.location}`);
  console.log(`best: ${study.best?.text}`);
}
await rm(folder, { recursive: true });
