import { isRight } from "fp-ts/lib/Either.js";
import type { Dataset } from "../contracts/dataset.ts";
import type { Task } from "../contracts/network.ts";
import type { Objective } from "../contracts/objective.ts";
import type { NetworkRuntime } from "../contracts/runtime.ts";
import type { SearchSpace } from "../contracts/space.ts";
import type { StudyStore } from "../contracts/store.ts";
import type { ProxySource, Strategy } from "../contracts/strategy.ts";
import { ProxyboError } from "../errors/error.ts";
import { packageFor } from "../registry/kinds.ts";
import { didYouMean } from "../registry/nearest.ts";
import type { Origin, Registry } from "../registry/registry.ts";
import { countingTask } from "../scoring/counting-task.ts";
import { liveProxySources, type LiveScoring } from "../scoring/live.ts";
import { readsSpecOnly } from "../scoring/score.ts";
import { specProxySources } from "../scoring/spec-sources.ts";
import { type MadePart, partMaker } from "./make-part.ts";
import { type PartReference, type ResolvedConfig, usualProxies } from "./resolve.ts";
import { toJson } from "./settings.ts";

/** What live proxies are computed with. */
export interface LiveParts {
  readonly space: SearchSpace;
  readonly config: ResolvedConfig;
  readonly store: StudyStore | undefined;
  readonly scoring: Pick<LiveScoring<unknown>, "signal" | "observe">;
  readonly counting: Pick<LiveScoring<unknown>, "signal" | "observe">;
  readonly runtime: () => Promise<NetworkRuntime>;
  readonly dataset: () => Promise<Dataset>;
}

/** A proxy of a run, and where its scores come from. */
export interface ProxyAssembly {
  readonly reference: PartReference;
  readonly from: "recorded" | "live";
  readonly source: ProxySource;
}

/** An optional proxy of the strategy that a run does without, and why. */
export interface ProxyLeftOut {
  readonly name: string;
  readonly reason: string;
}

/** Which of its usual proxies a strategy can have in a run. */
async function proxiesToHave(
  registry: Registry,
  objective: Objective,
  strategy: Strategy,
  parts: LiveParts,
): Promise<{ readonly wanted: readonly PartReference[]; readonly leftOut: readonly ProxyLeftOut[] }> {
  const { proxies, optionalProxies } = usualProxies(strategy);
  const names = [...proxies];
  const leftOut: ProxyLeftOut[] = [];
  for (const name of optionalProxies) {
    const reason = await obstacleTo(name, registry, objective, parts);
    if (reason === undefined) names.push(name);
    else leftOut.push({ name, reason });
  }
  return { wanted: names.map((name) => ({ name, options: {} })), leftOut };
}

/** Why a run cannot have a proxy; `undefined` where it can. */
async function obstacleTo(
  name: string,
  registry: Registry,
  objective: Objective,
  parts: LiveParts,
): Promise<string | undefined> {
  if (objective.recordedProxies?.has(name) === true) return undefined;
  if (!registry.names("proxies").includes(name)) return "not installed";
  const { product } = await partMaker(registry)("proxies", { name, options: {} }, undefined);
  if (!readsSpecOnly(product)) return parts.config.dataset === undefined ? "no data set" : undefined;
  return (await taskOf(parts)) === undefined ? "no networks to count" : undefined;
}

/** What networks are counted for. */
async function taskOf({ config, dataset, space }: LiveParts): Promise<Task | undefined> {
  return config.task ?? (config.dataset === undefined ? countingTask(space) : (await dataset()).task);
}

/** The proxies of a run: recorded where the objective has their scores (and no option asks for others), else live. */
export async function assembleProxies(
  registry: Registry,
  objective: Objective,
  strategy: Strategy,
  parts: LiveParts,
): Promise<{ readonly proxies: readonly ProxyAssembly[]; readonly leftOut: readonly ProxyLeftOut[] }> {
  const { wanted, leftOut } =
    parts.config.proxies === undefined
      ? await proxiesToHave(registry, objective, strategy, parts)
      : { wanted: parts.config.proxies, leftOut: [] };
  const recorded = new Map<PartReference, ProxyAssembly>();
  const live: PartReference[] = [];
  for (const reference of wanted) {
    const source =
      Object.keys(reference.options).length === 0
        ? objective.recordedProxies?.get(reference.name)
        : undefined;
    if (source) recorded.set(reference, { reference, from: "recorded", source });
    else live.push(reference);
  }
  const computed = live.length === 0 ? [] : await assembleLive(registry, objective, live, parts);
  const computedBy = new Map(live.map((reference, i) => [reference, computed[i]!]));
  return {
    proxies: wanted.map((reference) => recorded.get(reference) ?? computedBy.get(reference)!),
    leftOut,
  };
}

async function assembleLive(
  registry: Registry,
  objective: Objective,
  wanted: readonly PartReference[],
  parts: LiveParts,
): Promise<readonly ProxyAssembly[]> {
  const { space, config } = parts;
  for (const { name } of wanted) requireKnown(registry, objective, name);
  const make = partMaker(registry);
  const made: MadePart<"proxies">[] = [];
  for (const reference of wanted) made.push(await make("proxies", reference, undefined));
  const counting = made.filter(({ product }) => readsSpecOnly(product));
  const running = made.filter(({ product }) => !readsSpecOnly(product));
  if (config.dataset === undefined && running.length > 0)
    throw nothingToScoreOn(
      registry,
      objective,
      running.map(({ reference }) => reference),
    );
  const task = counting.length === 0 ? undefined : await taskOf(parts);
  if (counting.length > 0 && task === undefined) throw nothingToCount(objective, wanted);
  const counted =
    task === undefined
      ? []
      : specProxySources({ space, proxies: counting.map(({ product }) => product), task, ...parts.counting });
  const computed = running.length === 0 ? [] : await assembleRunning(running, parts);
  const sources = new Map([
    ...counting.map((part, i) => [part, counted[i]!] as const),
    ...running.map((part, i) => [part, computed[i]!] as const),
  ]);
  return made.map((part) => ({ reference: part.reference, from: "live", source: sources.get(part)! }));
}

/** Proxies that look at networks: they need a runtime and a mini-batch. */
async function assembleRunning(
  made: readonly MadePart<"proxies">[],
  { space, config, store, scoring, runtime, dataset }: LiveParts,
): Promise<readonly ProxySource[]> {
  const identities = new Map(
    made.map(({ product, origin, reference }) => [product, identityOf(origin, reference)]),
  );
  return liveProxySources({
    space,
    proxies: made.map(({ product }) => product),
    runtime: await runtime(),
    dataset: await dataset(),
    batchSize: config.batchSize,
    seed: config.seed,
    identity: (proxy) => identities.get(proxy)!,
    ...(config.execution.timeout !== undefined && { timeout: config.execution.timeout }),
    ...(config.task && { task: config.task }),
    ...(store && { store }),
    ...scoring,
  }).sources;
}

/** What scores are kept under: another version or other options of a proxy may score otherwise. */
function identityOf(origin: Origin, { name, options }: PartReference): string {
  return `${origin.package}@${origin.version} ${name} ${JSON.stringify(toJson(options))}`;
}

/** A misspelt name is told from a column that the table lacks: both lists are searched. */
function requireKnown(registry: Registry, objective: Objective, name: string): void {
  const found = registry.find("proxies", name);
  const onRecord = [...(objective.recordedProxies?.keys() ?? [])];
  if (isRight(found)) return;
  if (found.left.code !== "PLUGIN_UNKNOWN" || onRecord.length === 0) throw found.left;
  const installed = registry.names("proxies");
  const advice = didYouMean(name, [...onRecord, ...installed]) ?? found.left.hint;
  throw new ProxyboError(
    "PLUGIN_UNKNOWN",
    `unknown proxy '${name}'; objective '${objective.name}' has on record: ${onRecord.join(", ")}; plugins offer: ${
      installed.join(", ") || "none"
    }`,
    advice === undefined ? {} : { hint: advice },
  );
}

function nothingToScoreOn(
  registry: Registry,
  objective: Objective,
  wanted: readonly PartReference[],
): ProxyboError {
  const names = wanted.map(({ name }) => `'${name}'`).join(", ");
  const datasets = registry.names("datasets");
  const addition =
    datasets.length === 0
      ? `npm install ${packageFor("datasets", "fashion-mnist")}, then --dataset fashion-mnist`
      : `--dataset ${datasets[0]}`;
  return new ProxyboError(
    "CONFIG_INVALID",
    `objective '${objective.name}' has no recorded scores of ${names}, and without a data set they cannot be computed live`,
    {
      place: { field: "proxies" },
      hint: `add a data set to compute them on (${addition}), leave them out (--proxies), or search without proxies (--strategy bo)`,
    },
  );
}

function nothingToCount(objective: Objective, wanted: readonly PartReference[]): ProxyboError {
  const names = wanted.map(({ name }) => `'${name}'`).join(", ");
  return new ProxyboError(
    "CONFIG_INVALID",
    `objective '${objective.name}' has no recorded scores of ${names}, and without a task there are no networks to count`,
    {
      place: { field: "task" },
      hint: "say what the networks are for, e.g. --set task.input=[3,32,32] --set task.classes=10",
    },
  );
}
