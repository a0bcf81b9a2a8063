import { expandReference, fastestRuntime, type ProxyboConfig, type Registry } from "@proxybo/core";
import { note } from "../terminal/write.ts";

/**
 * The configuration with the runtime that `auto` stands for, the fastest that loads; says which where there was a choice.
 * Left as it is where a runtime is named, or a table answers.
 */
export async function withFastestRuntime(config: ProxyboConfig, registry: Registry): Promise<ProxyboConfig> {
  const named = config.runtime !== undefined && expandReference(config.runtime, "runtime").name !== "auto";
  const looksUp = config.objective !== undefined && expandReference(config.objective).name === "table";
  if (named || looksUp || registry.names("runtimes").length < 2) return config;
  const fastest = await fastestRuntime(registry);
  if (!fastest) return config;
  for (const { name, why } of fastest.passed)
    note(`runtime '${name}' would be faster, but cannot be used: ${why}`);
  note(`runtime '${fastest.name}': the fastest that can be used here`);
  return { ...config, runtime: fastest.name };
}
