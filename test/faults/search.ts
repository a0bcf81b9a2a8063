import { fileURLToPath } from "node:url";
import {
  commandObjective,
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
const program = fileURLToPath(new URL("evaluate.sh", import.meta.url));

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
  return createStudy<Architecture>({
    ...parts,
    space,
    seed,
    evaluations,
    store,
    name: nameOf(search),
    objective: commandObjective({ command: [program], networkSpec: false }) as Objective<Architecture>,
    ...(kept && { resume: kept.id }),
  });
}

export function nameOf({ strategy, seed, evaluations, parallel }: Search): string {
  return `${strategy}-${seed}-${evaluations}-${parallel}`;
}

/** Runs the search to its end in this process; `observe` is told of each observation once it is durable. */
export async function runSearch(
  search: Search,
  store: StudyStore,
  observe: (event: RunEvent<Architecture>) => void = () => {},
): Promise<Study<Architecture>> {
  const study = await openStudy(search, store);
  await study.run({ parallel: search.parallel, observe });
  return study;
}
