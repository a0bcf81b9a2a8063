import type { TrackedRun } from "./tracked-run.ts";
import { RefusedError, type Tracker } from "./tracker.ts";

/** How long an answer is waited for, in milliseconds. */
const patience = 15_000;
/** What every store of MLflow takes, in characters. */
const longest = { key: 250, param: 500, tag: 5000 };
/** At most so many of each in one request. */
const most = { params: 100, metrics: 1000, tags: 100 };

type Environment = Readonly<Record<string, string | undefined>>;

/**
 * A tracking server of MLflow, by its REST API 2.0: an experiment for each study by its name, a run for each evaluation.
 *
 * @param address - of the server, e.g. `http://localhost:5000`.
 * @param env - `MLFLOW_EXPERIMENT_NAME` names another experiment; `MLFLOW_TRACKING_TOKEN`, or `MLFLOW_TRACKING_USERNAME` and
 *   `MLFLOW_TRACKING_PASSWORD`, are sent along.
 */
export function mlflowTracker(address: string, env: Environment): Tracker {
  const api = `${address.replace(/\/+$/, "")}/api/2.0/mlflow/`;
  const experiments = new Map<string, string>();
  // A run that was made, and then not written in full, is not made twice.
  const made = new WeakMap<TrackedRun, string>();

  const ask = async (method: "GET" | "POST", path: string, body: unknown, signal: AbortSignal) => {
    const response = await fetch(`${api}${path}`, {
      method,
      headers: { "content-type": "application/json", ...credentials(env) },
      ...(body !== undefined && { body: JSON.stringify(body) }),
      signal: AbortSignal.any([signal, AbortSignal.timeout(patience)]),
    });
    const text = await response.text();
    return { status: response.status, document: objectIn(text), text };
  };
  const require = async (path: string, body: unknown, signal: AbortSignal) => {
    const { status, document, text } = await ask("POST", path, body, signal);
    if (status >= 200 && status < 300) return document;
    const message = typeof document["message"] === "string" ? document["message"] : text;
    const told = `${path}: status ${status}, ${message.slice(0, 200)}`;
    if (status >= 400 && status < 500 && ![401, 403, 404, 408, 429].includes(status))
      throw new RefusedError(told);
    throw new Error(told);
  };
  const experimentOf = async (name: string, signal: AbortSignal): Promise<string> => {
    const known = experiments.get(name);
    if (known !== undefined) return known;
    const query = `experiments/get-by-name?experiment_name=${encodeURIComponent(name)}`;
    const found = await ask("GET", query, undefined, signal);
    const there = (found.document["experiment"] as Record<string, unknown> | undefined)?.["experiment_id"];
    const id = there ?? (await require("experiments/create", { name }, signal))["experiment_id"];
    if (typeof id !== "string") throw new Error("experiments/create: expected an experiment_id");
    experiments.set(name, id);
    return id;
  };
  const runOf = async (run: TrackedRun, signal: AbortSignal): Promise<string> => {
    const known = made.get(run);
    if (known !== undefined) return known;
    const name = env["MLFLOW_EXPERIMENT_NAME"];
    const answer = await require("runs/create", {
      experiment_id: await experimentOf(name === undefined || name === "" ? run.study.name : name, signal),
      run_name: `${run.study.name} ${run.n}`,
      start_time: run.start,
      tags: pairs({ ...run.tags, "mlflow.source.name": "proxybo" }, longest.tag).slice(0, most.tags),
    }, signal);
    const info = (answer["run"] as { readonly info?: Record<string, unknown> } | undefined)?.info;
    const id = info?.["run_id"];
    if (typeof id !== "string") throw new Error("runs/create: expected a run_id");
    made.set(run, id);
    return id;
  };
  return {
    name: `mlflow:${address}`,
    async send(run, signal) {
      const run_id = await runOf(run, signal);
      const metrics = Object.entries(run.metrics)
        .slice(0, most.metrics)
        .map(([key, value]) => ({ key: keyOf(key), value, timestamp: run.end, step: run.n }));
      const params = pairs(run.params, longest.param).slice(0, most.params);
      await require("runs/log-batch", { run_id, metrics, params, tags: [] }, signal);
      await require("runs/update", { run_id, status: run.status.toUpperCase(), end_time: run.end }, signal);
    },
  };
}

function pairs(
  values: Readonly<Record<string, string>>,
  length: number,
): readonly { readonly key: string; readonly value: string }[] {
  return Object.entries(values).map(([key, value]) => ({ key: keyOf(key), value: cut(value, length) }));
}

/** Names may hold letters, digits, underscores, dashes, periods, spaces and slashes. */
function keyOf(name: string): string {
  return name.replaceAll(/[^\w\-. /]/g, "_").slice(0, longest.key);
}

function cut(text: string, length: number): string {
  return text.length <= length ? text : `${text.slice(0, length - 1)}…`;
}

function credentials(env: Environment): Readonly<Record<string, string>> {
  const token = env["MLFLOW_TRACKING_TOKEN"];
  if (token) return { authorization: `Bearer ${token}` };
  const user = env["MLFLOW_TRACKING_USERNAME"];
  if (!user) return {};
  const pair = `${user}:${env["MLFLOW_TRACKING_PASSWORD"] ?? ""}`;
  return { authorization: `Basic ${Buffer.from(pair).toString("base64")}` };
}

function objectIn(text: string): Readonly<Record<string, unknown>> {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === "object" && value !== null ? (value as Record<string, unknown>) : {};
  } catch {
    return {};
  }
}
