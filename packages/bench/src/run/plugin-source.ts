import { gatherRegistry, type PluginInput, type Registry } from "@proxybo/core";
import { loadBench } from "../config/load.ts";

/** Where the plugins come from, as plain data: workers find the same ones. */
export interface PluginSource {
  /** A configuration file that may list them. */
  readonly file: string | undefined;
  /** Folders whose package.json names them, where the file does not. */
  readonly directories: readonly string[];
}

/** The registry of a comparison. */
export async function registryOf({ file, directories }: PluginSource): Promise<Registry> {
  const plugins = file === undefined ? undefined : (await loadBench(file)).config.plugins;
  return gatherRegistry({
    ...(plugins && { plugins: plugins as PluginInput }),
    ...(file !== undefined && { listedBy: file }),
    directories,
  });
}
