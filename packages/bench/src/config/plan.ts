import { configDefaults, didYouMean, ProxyboError, type Registry } from "@proxybo/core";
import { findKnownTask, resolveTask, type BenchTask, type TaskPlaces } from "./resolve-task.ts";
import { knownTasks } from "./known-tasks.ts";
import { parseMethod } from "./method-text.ts";
import { type Experiment, type ExperimentKind, presets } from "./presets.ts";
import { type BenchMethod, resolveMethod } from "./resolve-method.ts";
import type { BenchConfig, MethodConfig, TaskConfig } from "./schema.ts";

/** What a comparison makes: every method on every task of each experiment, with every seed. */
export interface Plan {
  /** As they were asked for. */
  readonly presets: readonly string[];
  readonly experiments: readonly PlannedExperiment[];
  readonly methods: readonly BenchMethod[];
  readonly tasks: readonly BenchTask[];
  readonly seeds: readonly number[];
  readonly evaluations: number;
  /** What is correlated with the errors, and what a zero-cost method may be named after. */
  readonly proxies: readonly string[];
  /** The method that the others are compared with. */
  readonly against: string;
  /** What presets ask for and is not there, and why. */
  readonly leftOut: readonly string[];
}

export interface PlannedExperiment {
  readonly kind: ExperimentKind;
  /** Names of methods and tasks of the plan. */
  readonly methods: readonly string[];
  readonly tasks: readonly string[];
}

const planDefaults = {
  seeds: 50,
  evaluations: 200,
} as const;

/**
 * Decides what a comparison makes. What a preset asks for and is not installed, or has no table, is left out and said;
 * what is named by hand must be there.
 *
 * @throws {ProxyboError} `USAGE` for an unknown preset, method or task, or when nothing is left to do.
 */
export async function makePlan(
  config: BenchConfig,
  registry: Registry,
  places: TaskPlaces & { readonly space?: string },
): Promise<Plan> {
  const leftOut: string[] = [];
  const tasks = new Map<string, BenchTask>();
  const chosen = chosenExperiments(config);
  const given = await chosenTasks(config, registry, places, tasks, leftOut);
  const methods = new Map<string, BenchMethod>();
  const experiments: PlannedExperiment[] = [];
  for (const experiment of chosen) {
    const byHand = config.methods !== undefined && experiment.kind === "comparison";
    const names: string[] = [];
    for (const method of experiment.methods) {
      const resolved = await resolveOr(method, registry, config.proxies, byHand, leftOut);
      if (resolved === undefined) continue;
      names.push(resolved.name);
      methods.set(resolved.name, resolved);
    }
    const wanted = config.tasks === undefined ? wantedTasks(experiment, given) : given;
    const on = experiment.firstTaskOnly ? wanted.slice(0, 1) : wanted;
    if (experiment.kind === "correlation" || names.length > 0)
      experiments.push({ kind: experiment.kind, methods: names, tasks: on });
  }
  if (experiments.length === 0)
    throw new ProxyboError("USAGE", `nothing to compare: ${leftOut.join("; ")}`, {
      hint: "list what is installed: proxybo plugins",
    });
  const against =
    config.against ??
    ["proxybo", "proxygp"].find((name) => methods.has(name)) ??
    [...methods.keys()].at(-1) ??
    "";
  if (config.against !== undefined && !methods.has(against))
    throw new ProxyboError(
      "USAGE",
      `no method '${against}' to compare with; there are: ${[...methods.keys()].join(", ")}`,
    );
  const used = new Set(experiments.flatMap((experiment) => experiment.tasks));
  return {
    presets: presetsOf(config),
    experiments: merged(experiments),
    methods: uniqueTitles([...methods.values()]),
    tasks: [...tasks.values()].filter(({ name }) => used.has(name)),
    seeds: typeof config.seeds === "object" ? config.seeds : upTo(config.seeds ?? planDefaults.seeds),
    evaluations: config.evaluations ?? planDefaults.evaluations,
    proxies: config.proxies ?? configDefaults.proxies,
    against,
    leftOut: [...new Set(leftOut)],
  };
}

/** The tasks that are there, those before others that an experiment prefers. */
function wantedTasks({ prefers = [] }: Experiment, found: readonly string[]): readonly string[] {
  const preferred = prefers.filter((name) => found.includes(name));
  return [...preferred, ...found.filter((name) => !preferred.includes(name))];
}

function presetsOf({ presets: names = [] }: BenchConfig): readonly string[] {
  return names.length === 0 ? ["table2"] : names;
}

/** The experiments of the presets; methods that are given by hand stand in for those of the comparison. */
function chosenExperiments(config: BenchConfig): readonly Experiment[] {
  const byHand = config.methods?.map((method): MethodConfig =>
    typeof method === "string" ? parseMethod(method) : method,
  );
  const chosen = presetsOf(config).flatMap((name) => {
    const preset = Object.hasOwn(presets, name) ? presets[name] : undefined;
    if (preset) return preset.experiments;
    const known = Object.keys(presets);
    const guess = didYouMean(name, known);
    throw new ProxyboError("USAGE", `unknown preset '${name}'; presets: ${known.join(", ")}`, {
      ...(guess !== undefined && { hint: guess }),
    });
  });
  if (byHand === undefined) return chosen;
  if (!chosen.some(({ kind }) => kind === "comparison")) {
    throw new ProxyboError(
      "USAGE",
      `${presetsOf(config).join(", ")} shows methods of its own; 'methods' cannot stand in for them`,
      { hint: "leave 'methods' out, or compare them by table2, table3 or fig3" },
    );
  }
  return chosen.map((experiment) =>
    experiment.kind === "comparison" ? { ...experiment, methods: byHand } : experiment,
  );
}

async function chosenTasks(
  { tasks }: BenchConfig,
  registry: Registry,
  places: TaskPlaces & { readonly space?: string },
  found: Map<string, BenchTask>,
  leftOut: string[],
): Promise<readonly string[]> {
  const add = async (task: string | TaskConfig): Promise<void> => {
    const resolved = await resolveTask(task, registry, places, places.space);
    found.set(resolved.name, resolved);
  };
  if (tasks !== undefined) {
    for (const task of tasks) await add(task);
    return [...found.keys()];
  }
  for (const known of knownTasks) {
    const task = findKnownTask(known, places.data);
    const installed = registry.names("spaces").includes(known.space);
    if (task && installed) await add(task);
    else
      leftOut.push(
        `task ${known.name}: ${task ? `the space '${known.space}' is not installed` : `no ${known.tables[0]!.file}`}`,
      );
  }
  for (const name of registry.names("tables")) {
    const why = await add(name).then(() => undefined, notInstalled);
    if (why !== undefined) leftOut.push(`task ${name}: ${why}`);
  }
  if (found.size > 0) return [...found.keys()];
  throw new ProxyboError(
    "USAGE",
    `no benchmark tables${places.data.length === 0 ? "" : ` in ${places.data.join(", ")}`}`,
    { hint: "say where they are: --data <folder> or PROXYBO_DATA, or give one: --tasks name=file.csv" },
  );
}

async function resolveOr(
  method: MethodConfig,
  registry: Registry,
  proxies: readonly string[] | undefined,
  byHand: boolean,
  leftOut: string[],
): Promise<BenchMethod | undefined> {
  try {
    return await resolveMethod(method, registry, proxies);
  } catch (error) {
    if (byHand) throw error;
    leftOut.push(`method ${method.name}: ${notInstalled(error)}`);
    return undefined;
  }
}

/** That something is not installed, in short; throws what says anything else. */
function notInstalled(error: unknown): string {
  if (!(error instanceof ProxyboError) || error.code !== "PLUGIN_UNKNOWN") throw error;
  return error.message.split(";")[0]!;
}

/** Experiments of one kind on the same tasks are one: its tables then show all of their methods. */
function merged(experiments: readonly PlannedExperiment[]): readonly PlannedExperiment[] {
  const groups = Map.groupBy(experiments, ({ kind, tasks }) => `${kind} ${tasks.join()}`);
  return [...groups.values()].map((group) => ({
    ...group[0]!,
    methods: [...new Set(group.flatMap(({ methods }) => methods))],
  }));
}

function uniqueTitles(methods: readonly BenchMethod[]): readonly BenchMethod[] {
  const count = (title: string): number => methods.filter((method) => method.title === title).length;
  return methods.map((method) =>
    count(method.title) === 1 ? method : { ...method, title: `${method.title} (${method.name})` },
  );
}

function upTo(count: number): readonly number[] {
  return Array.from({ length: count }, (_, i) => i + 1);
}
