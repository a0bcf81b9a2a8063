import { createHash } from "node:crypto";
import { Worker } from "node:worker_threads";
import {
  createStudy,
  evolutionStrategy,
  type Objective,
  proxyBoStrategy,
  randomStrategy,
  type RunEvent,
  specProxySources,
  type Study,
  type StudyStore,
} from "@proxybo/core";
import { flops } from "@proxybo/proxy-flops";
import { params } from "@proxybo/proxy-params";
import { type Architecture, nb201 } from "@proxybo/space-nb201";
import { createRandomForest } from "@proxybo/surrogate-rf";

/** A search that is interrupted: a real one, but for a formula in the place of training. */
export interface Search {
  readonly strategy: "proxybo" | "evolution" | "random";
  readonly seed: number;
  readonly evaluations: number;
  readonly parallel: number;
}

const task = { kind: "classification", input: [3, 32, 32], classes: 10 } as const;
const space = nb201();

/** The study of a search in a store: made there, or gone on with where it is there. */
export async function openStudy(search: Search, store: StudyStore): Promise<Study<Architecture>> {
  const { strategy, seed, evaluations } = search;
  const parts = {
    proxybo: {
      strategy: proxyBoStrategy(),
      surrogate: createRandomForest(),
      proxies: specProxySources({ space, task, proxies: [params, flops] }),
    },
    evolution: { strategy: evolutionStrategy() },
    random: { strategy: randomStrategy() },
  }[strategy];
  const kept = (await store.studies()).find(({ name }) => name === nameOf(search));
  return createStudy({
    ...parts,
    space,
    seed,
    evaluations,
    store,
    name: nameOf(search),
    objective: workerObjective(),
    ...(kept && { resume: kept.id }),
  });
}

export function nameOf({ strategy, seed, evaluations, parallel }: Search): string {
  return `${strategy}-${seed}-${evaluations}-${parallel}`;
}

/** Runs the search to its end in this process; `acknowledge` is told of each observation once it is durable. */
export async function runSearch(
  search: Search,
  store: StudyStore,
  acknowledge: (event: Extract<RunEvent<Architecture>, { type: "observed" }>) => void = () => {},
): Promise<Study<Architecture>> {
  const study = await openStudy(search, store);
  await study.run({
    parallel: search.parallel,
    observe: (event) => {
      if (event.type === "observed") acknowledge(event);
    },
  });
  return study;
}

/** The error that every evaluation of an architecture gives: by its hash, so that good ones are rare. */
export function errorOf(text: string): number {
  const fraction = createHash("sha256").update(text).digest().readUInt32LE(0) / 2 ** 32;
  return 8 + 20 * (6 - (text.match(/conv_3x3/g)?.length ?? 0)) * fraction;
}

/** Evaluates in threads of its own; those that fail, fail always: one in sixteen. */
function workerObjective(): Objective<Architecture> {
  return {
    name: "threads",
    evaluate: async ({ text }) => {
      const digest = await inThread(text);
      if (digest % 16 === 0)
        return { status: "failed", code: "OBJECTIVE_FAILED", reason: "the formula has no value", seconds: 1 };
      return { status: "ok", error: errorOf(text), metrics: { digest, test: Number.NaN }, seconds: 1 };
    },
  };
}

const source = `
  const { parentPort } = require("node:worker_threads");
  const { createHash } = require("node:crypto");
  parentPort.on("message", ({ id, text }) => {
    const digest = createHash("sha256").update(text).digest()[0];
    setTimeout(() => parentPort.postMessage({ id, digest }), digest % 8);
  });
`;
const waiting = new Map<number, (digest: number) => void>();
let threads: readonly Worker[] | undefined;
let calls = 0;

function inThread(text: string): Promise<number> {
  threads ??= [startThread(), startThread()];
  const id = (calls += 1);
  return new Promise((resolve) => {
    waiting.set(id, resolve);
    // The process lives as long as an evaluation is in flight.
    for (const thread of threads!) thread.ref();
    // A thread, no window.
    // oxlint-disable-next-line unicorn/require-post-message-target-origin
    threads![id % threads!.length]!.postMessage({ id, text });
  });
}

function startThread(): Worker {
  const worker = new Worker(source, { eval: true });
  worker.on("message", ({ id, digest }: { id: number; digest: number }) => {
    waiting.get(id)?.(digest);
    waiting.delete(id);
    if (waiting.size === 0) for (const thread of threads ?? []) thread.unref();
  });
  return worker;
}
