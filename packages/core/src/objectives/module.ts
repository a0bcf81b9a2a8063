import { resolve } from "node:path";
import { pathToFileURL } from "node:url";
import type { NetworkSpec } from "../contracts/network.ts";
import type { EvaluationRequest, Objective } from "../contracts/objective.ts";
import type { Outcome } from "../contracts/observation.ts";
import type { Entry, ObjectiveContext } from "../contracts/plugin.ts";
import type { Json } from "../contracts/store.ts";
import { messageOf, ProxyboError } from "../errors/error.ts";
import { didYouMean } from "../registry/nearest.ts";
import { type ModuleOptions, moduleOptions } from "./module-options.ts";
import { failed, type ObjectiveResult, outcomeOf } from "./result.ts";

/** What a function that evaluates architectures is called with. */
export interface ModuleRequest<A = unknown> {
  readonly n: number;
  /** The text form. */
  readonly architecture: string;
  /** The space's own value. */
  readonly value: A;
  readonly key: string;
  /** The whole network, built when it is first read; throws `USAGE` where the study has no task. */
  readonly networkSpec: NetworkSpec;
  readonly seed: number;
  /** As the options have it; null without. */
  readonly budget: Json;
  /** Aborted when the run is stopped and at the timeout. */
  readonly signal: AbortSignal;
  /** Says how far the evaluation is, 0 … 1. */
  readonly report: (fraction: number, message?: string) => void;
}

/** Gives the error in percent, lower is better; throws where it has none. */
export type EvaluateFunction<A = unknown> = (
  request: ModuleRequest<A>,
) => ObjectiveResult | Promise<ObjectiveResult>;

/**
 * Evaluates by a function. What it throws, and a result that is not `{ error, metrics? }`, is a failed evaluation. At
 * the timeout (seconds) the evaluation fails and the search goes on; a function that blocks its thread cannot be
 * interrupted, so long training belongs in a `command` or between awaits.
 *
 * @example
 * const objective = moduleObjective(async ({ architecture, seed }) => ({ error: await train(architecture, seed) }));
 */
export function moduleObjective<A>(
  evaluate: EvaluateFunction<A>,
  { timeout, budget }: { readonly timeout?: number | undefined; readonly budget?: Json | undefined } = {},
): Objective<A> {
  return {
    name: "module",
    evaluate: async (request) => {
      request.signal.throwIfAborted();
      const begin = performance.now();
      const outcome = await guarded(evaluate, request, timeout, budget ?? null);
      return { ...outcome, seconds: (performance.now() - begin) / 1000 };
    },
  };
}

async function guarded<A>(
  evaluate: EvaluateFunction<A>,
  request: EvaluationRequest<A>,
  timeout: number | undefined,
  budget: Json,
): Promise<Outcome> {
  const late = new AbortController();
  const timer =
    timeout === undefined ? undefined : setTimeout(() => late.abort(lateFor(timeout)), timeout * 1000);
  const signal = AbortSignal.any([request.signal, late.signal]);
  const aborted = new Promise<never>((_, reject) => {
    signal.addEventListener("abort", () => reject(signal.reason as Error), { once: true });
  });
  try {
    const call = (async () => evaluate(requestOf(request, signal, budget)))();
    // Whatever it does after it was given up is nobody's concern.
    call.catch(() => undefined);
    return outcomeOf(await Promise.race([call, aborted]), "the function");
  } catch (thrown) {
    request.signal.throwIfAborted();
    if (late.signal.aborted) return failed("OBJECTIVE_TIMEOUT", messageOf(late.signal.reason));
    return failed("OBJECTIVE_FAILED", `the function threw: ${messageOf(thrown)}`, stackOf(thrown));
  } finally {
    clearTimeout(timer);
  }
}

function lateFor(timeout: number): ProxyboError {
  return new ProxyboError(
    "OBJECTIVE_TIMEOUT",
    `expected a result within ${timeout} s; the function was given up`,
  );
}

function requestOf<A>(request: EvaluationRequest<A>, signal: AbortSignal, budget: Json): ModuleRequest<A> {
  const { n, text, architecture, key, seed } = request;
  return {
    n,
    architecture: text,
    value: architecture,
    key,
    get networkSpec() {
      return request.networkSpec();
    },
    seed,
    budget,
    signal,
    report: (...progress) => request.report(...progress),
  };
}

function stackOf(thrown: unknown): string {
  return thrown instanceof Error ? (thrown.stack ?? "").slice(0, 4000) : "";
}

async function load({ path, export: name }: ModuleOptions, directory: string): Promise<EvaluateFunction> {
  const file = resolve(directory, path);
  const invalid = (message: string, details: { hint?: string; cause?: unknown } = {}): ProxyboError =>
    new ProxyboError("OPTION_INVALID", message, { place: { file }, ...details });
  const loaded = (await import(pathToFileURL(file).href).catch((cause: unknown) => {
    throw invalid(`the module cannot be loaded: ${messageOf(cause)}`, { cause });
  })) as Readonly<Record<string, unknown>>;
  const found = loaded[name];
  if (typeof found === "function") return found as EvaluateFunction;
  const names = Object.keys(loaded);
  const got = names.length === 0 ? "no exports" : `exports ${names.map((each) => `'${each}'`).join(", ")}`;
  const hint = didYouMean(name, names);
  throw invalid(
    found === undefined
      ? `expected a function exported as '${name}', got ${got}`
      : `expected a function exported as '${name}', got ${typeof found}`,
    hint === undefined || found !== undefined ? {} : { hint },
  );
}

const entry: Entry<Objective, ObjectiveContext, ModuleOptions> = {
  description: "Calls a function of a TypeScript or JavaScript file",
  options: moduleOptions,
  create: async (options, { directory }) => moduleObjective(await load(options, directory), options),
};
export { entry as module };
