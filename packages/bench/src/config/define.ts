import type { PluginInput, TypedConfig } from "@proxybo/core";
import type { BenchConfig, MethodConfig, TaskConfig } from "./schema.ts";

type Of<P extends readonly PluginInput[], Field extends keyof TypedConfig<P>> = NonNullable<
  TypedConfig<P>[Field]
>;

/** A method whose names and options are those of the plugins. */
export interface TypedMethod<P extends readonly PluginInput[]> extends Omit<
  MethodConfig,
  "strategy" | "surrogate"
> {
  readonly strategy: Of<P, "strategy">;
  readonly surrogate?: Of<P, "surrogate">;
}

export interface TypedTask<P extends readonly PluginInput[]> extends Omit<TaskConfig, "space"> {
  readonly space?: Of<P, "space">;
}

/** A comparison whose names and options are those of its plugins. */
export interface TypedBench<P extends readonly PluginInput[]> extends Omit<
  BenchConfig,
  "plugins" | "methods" | "tasks"
> {
  readonly plugins?: P;
  readonly methods?: readonly (string | TypedMethod<P>)[];
  readonly tasks?: readonly (string | TypedTask<P>)[];
}

/**
 * Gives the configuration of a comparison back, typed: names and options are inferred from `plugins`.
 *
 * @example
 * export default defineBench({
 *   plugins: [nb201, rf],
 *   methods: ["evolution", { name: "cold", strategy: { name: "proxybo", options: { temperature: 0.01 } } }],
 *   tasks: [{ name: "cifar10", table: "nb201-cifar10.csv.gz" }],
 *   seeds: 20,
 * });
 */
export function defineBench<const P extends readonly PluginInput[] = readonly []>(
  config: TypedBench<P>,
): TypedBench<P> {
  return config;
}
