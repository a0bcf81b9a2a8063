import { readFile } from "node:fs/promises";
import { join } from "node:path";
import process from "node:process";
import { builtins, ProxyboError, type Registry } from "@proxybo/core";
import { analyse } from "./analysis/analyse.ts";
import type { BenchSummary, TaskSummary } from "./analysis/summary.ts";
import { loadBench, type LoadedBench } from "./config/load.ts";
import { packagedData } from "./config/packaged-data.ts";
import { makePlan, type Plan } from "./config/plan.ts";
import type { BenchMethod } from "./config/resolve-method.ts";
import type { BenchConfig } from "./config/schema.ts";
import { correlate, type Correlation } from "./correlate/correlation.ts";
import { describeTask, type PoolErrors, poolErrors } from "./run/describe-task.ts";
import { type BenchProgress, execute, type RunFailure } from "./run/execute.ts";
import { runId } from "./run/identity.ts";
import { openTask, type OpenTask } from "./run/open-task.ts";
import { type PluginSource, registryOf } from "./run/plugin-source.ts";
import { openResults, type ResultsFile } from "./run/results-file.ts";
import type { RunRecord } from "./run/record.ts";
import type { WorkerJob } from "./run/worker.ts";

/** A comparison to make. */
export interface BenchRequest {
  /** A configuration file; `config` lies over it. */
  readonly file?: string;
  readonly config?: BenchConfig;
  /** Folders whose package.json names the plugins, where the file lists none. */
  readonly directories: readonly string[];
  /** Folders that hold the tables of known tasks. */
  readonly data: readonly string[];
  /** The space of tasks that name none. */
  readonly space?: string;
  /** Where runs and reports are kept. */
  readonly out: string;
  readonly workers?: number;
  /** As the report shows it. */
  readonly command?: string;
  readonly observe?: (progress: BenchProgress) => void;
  readonly say?: (text: string) => void;
  /** Aborted: searches in flight are finished, no others begun. */
  readonly finish?: AbortSignal;
  /** Aborted: searches in flight are dropped. */
  readonly signal?: AbortSignal;
}

export interface BenchResult {
  readonly summary: BenchSummary;
  /** How many runs were made now, and how many were there. */
  readonly made: number;
  readonly kept: number;
  readonly failures: readonly RunFailure[];
  readonly aborted: boolean;
}

/** A task in memory, with what reports say of it. */
interface ReadyTask {
  readonly summary: TaskSummary;
  readonly open: OpenTask;
  readonly errors: PoolErrors;
}

/**
 * Makes a comparison: every method on every task with every seed, in parallel; what `out` holds already is not made
 * again. Then its statistics over all runs that are there.
 *
 * @throws {ProxyboError} `USAGE`, `CONFIG_INVALID`, `PLUGIN_UNKNOWN`, `OPTION_INVALID`, `TABLE_INVALID`,
 *   `STORE_UNWRITABLE`.
 */
export async function runBench(request: BenchRequest): Promise<BenchResult> {
  const loaded: LoadedBench | undefined =
    request.file === undefined ? undefined : await loadBench(request.file);
  const config: BenchConfig = { ...loaded?.config, ...request.config };
  const plugins: PluginSource = {
    file: loaded?.file,
    directories: loaded === undefined ? request.directories : [loaded.directory, ...request.directories],
  };
  const registry = await registryOf(plugins);
  const plan = await makePlan(config, registry, {
    directory: loaded?.directory ?? process.cwd(),
    data: [...request.data, ...packagedData(plugins.directories)],
    ...(request.space !== undefined && { space: request.space }),
  });
  const tasks = await openTasks(plan, registry);
  const pairs = pairsOf(plan, tasks, config.methods !== undefined);
  const results = await openResults(join(request.out, "runs.jsonl"));
  if (results.unreadable > 0)
    request.say?.(`${results.unreadable} lines of ${results.path} cannot be read; these runs are made again`);
  const jobs = jobsOf(plan, pairs.kept);
  const execution = await execute(jobs, {
    plugins,
    results,
    ...(request.workers !== undefined && { workers: request.workers }),
    ...(request.observe && { observe: request.observe }),
    ...(request.finish && { finish: request.finish }),
    ...(request.signal && { signal: request.signal }),
  });
  const summaries = [...tasks.values()].map(({ summary }) => summary);
  const runs = recordsOf(jobs, results);
  return {
    summary: {
      version: 1,
      created: new Date().toISOString(),
      command: request.command ?? "",
      versions: await versionsOf(plan, registry),
      evaluations: plan.evaluations,
      seeds: plan.seeds,
      presets: plan.presets,
      against: plan.against,
      leftOut: [...plan.leftOut, ...pairs.leftOut],
      experiments: plan.experiments,
      tasks: summaries,
      methods: plan.methods,
      ...analyse(plan, summaries, (task, method) => runs.get(`${task}\n${method}`) ?? []),
      correlations: await correlations(plan, tasks),
    },
    made: execution.made,
    kept: execution.kept,
    failures: execution.failures,
    aborted: execution.aborted,
  };
}

async function openTasks(plan: Plan, registry: Registry): Promise<ReadonlyMap<string, ReadyTask>> {
  const tasks = new Map<string, ReadyTask>();
  for (const task of plan.tasks) {
    const open = await openTask(task, registry);
    const errors = await poolErrors(open);
    tasks.set(task.name, { open, errors, summary: await describeTask(task, open, errors) });
  }
  return tasks;
}

interface Pair {
  readonly method: BenchMethod;
  readonly task: ReadyTask;
}

/** Every method on every task of its experiments, once; without those whose proxies the table does not have. */
function pairsOf(
  plan: Plan,
  tasks: ReadonlyMap<string, ReadyTask>,
  strict: boolean,
): { readonly kept: readonly Pair[]; readonly leftOut: readonly string[] } {
  const kept = new Map<string, Pair>();
  const leftOut = new Set<string>();
  for (const { methods, tasks: names } of plan.experiments)
    for (const name of names)
      for (const methodName of methods) {
        const task = tasks.get(name)!;
        const method = withOptional(
          plan.methods.find((each) => each.name === methodName)!,
          task.open,
        );
        const missing = method.proxies.filter((proxy) => !task.open.proxies.has(proxy));
        if (missing.length === 0) {
          kept.set(`${name}\n${methodName}`, { method, task });
          continue;
        }
        const reason = `${method.title} on ${task.summary.title}: no recorded scores of ${missing.join(", ")}`;
        if (strict)
          throw new ProxyboError("USAGE", reason, {
            place: { file: task.summary.table.path },
            hint: `it has: ${task.summary.recorded.join(", ") || "none"}; name them: --proxies`,
          });
        leftOut.add(reason);
      }
  return { kept: [...kept.values()], leftOut: [...leftOut] };
}

/** A method on a task: its optional proxies are those that the task has. */
function withOptional(method: BenchMethod, { proxies }: OpenTask): BenchMethod {
  const had = method.optionalProxies.filter((proxy) => proxies.has(proxy));
  return { ...method, proxies: [...method.proxies, ...had], optionalProxies: [] };
}

/** The runs of a plan, all methods and tasks of one seed before the next seed: a part is a fair comparison too. */
function jobsOf(plan: Plan, pairs: readonly Pair[]): readonly WorkerJob[] {
  const core = `${builtins.name}@${builtins.version}`;
  return plan.seeds.flatMap((seed) =>
    pairs.map(({ method, task: { summary } }) => {
      const { files, architectures: _, optimum: __, recorded: ___, ...task } = summary;
      return {
        id: runId(method, task, files, core, seed),
        method,
        task,
        seed,
        evaluations: Math.min(plan.evaluations, method.evaluations ?? Infinity),
      };
    }),
  );
}

/** The runs that are there, by task and method as this plan calls them. */
function recordsOf(jobs: readonly WorkerJob[], { records }: ResultsFile): ReadonlyMap<string, RunRecord[]> {
  const found = new Map<string, RunRecord[]>();
  for (const { id, task, method } of jobs) {
    const record = records.get(id);
    if (record === undefined) continue;
    const key = `${task.name}\n${method.name}`;
    found.set(key, [...(found.get(key) ?? []), record]);
  }
  return found;
}

async function correlations(
  plan: Plan,
  tasks: ReadonlyMap<string, ReadyTask>,
): Promise<readonly Correlation[]> {
  const wanted = plan.experiments.filter(({ kind }) => kind === "correlation").flatMap((e) => e.tasks);
  const found: Correlation[] = [];
  for (const name of new Set(wanted)) {
    const { open, errors } = tasks.get(name)!;
    const named = plan.proxies.filter((proxy) => open.proxies.has(proxy));
    for (const proxy of named) {
      const scores = await open.proxies.get(proxy)!.scores(open.pool);
      found.push({ task: name, proxy, side: "valid", ...correlate(scores, errors.valid) });
    }
  }
  return found;
}

async function versionsOf(plan: Plan, registry: Registry): Promise<readonly string[]> {
  const manifest = JSON.parse(await readFile(new URL("../package.json", import.meta.url), "utf8")) as {
    readonly version: string;
  };
  const spaces = new Set(plan.tasks.map(({ space }) => space.name));
  const origins = registry.entries
    .filter(({ kind, name }) => kind === "spaces" && spaces.has(name))
    .map(({ origin }) => `${origin.package}@${origin.version}`);
  return [
    ...new Set([
      `@proxybo/bench@${manifest.version}`,
      `${builtins.name}@${builtins.version}`,
      ...plan.methods.flatMap(({ versions }) => versions),
      ...origins,
      `Node ${process.version}`,
    ]),
  ];
}
