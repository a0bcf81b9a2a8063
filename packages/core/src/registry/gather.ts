import type { Plugin } from "../contracts/plugin.ts";
import { corePlugin } from "./built-in.ts";
import { discoverPlugins, type Discovery } from "./discover.ts";
import { flattenPlugins, type PluginInput } from "./flatten.ts";
import { createRegistry, type Origin, type Registry } from "./registry.ts";

/** Where the plugins of a run come from. */
export interface PluginSources {
  /** Listed ones: nothing is discovered then. */
  readonly plugins?: PluginInput;
  /** The file that lists them, for people. */
  readonly listedBy?: string;
  /** Folders whose nearest package.json is asked, in order, until one names a plugin. */
  readonly directories: readonly string[];
}

/**
 * The registry of a run: what is built in, and the plugins that are listed or, without a list, discovered.
 *
 * @throws {ProxyboError} `PLUGIN_INVALID` naming the position of what is no plugin.
 * @example
 * const registry = await gatherRegistry({ directories: [process.cwd()] });
 */
export async function gatherRegistry({ plugins, listedBy, directories }: PluginSources): Promise<Registry> {
  const {
    plugins: others,
    origins,
    skipped,
  } = plugins === undefined ? await discoverFirst(directories) : list(plugins, listedBy);
  return createRegistry([corePlugin, others], {
    origins: new Map<Plugin, Partial<Origin>>([...origins, [corePlugin, { found: "built in" }]]),
    skipped,
  });
}

type Found = Pick<Discovery, "plugins" | "origins" | "skipped">;

function list(input: PluginInput, listedBy = "listed"): Found {
  const plugins = flattenPlugins(input);
  return { plugins, origins: new Map(plugins.map((plugin) => [plugin, { found: listedBy }])), skipped: [] };
}

async function discoverFirst(directories: readonly string[]): Promise<Found> {
  const asked = new Set<string>();
  for (const directory of directories) {
    const found = await discoverPlugins(directory);
    if (found.manifest === undefined || asked.has(found.manifest)) continue;
    asked.add(found.manifest);
    if (found.plugins.length > 0 || found.skipped.length > 0) return found;
  }
  return { plugins: [], origins: new Map(), skipped: [] };
}
