import { faultOfPlugin, type Plugin } from "../contracts/plugin.ts";
import { ProxyboError } from "../errors/error.ts";

/** Plugins as people list them: presets nest, and `condition && plugin` may be falsy. */
export type PluginInput = Plugin | false | null | undefined | "" | 0 | readonly PluginInput[];

/**
 * All plugins of a nested list, in order, each once.
 *
 * @throws {ProxyboError} `PLUGIN_INVALID` naming the position of what is no plugin.
 */
export function flattenPlugins(input: PluginInput, path = "plugins"): readonly Plugin[] {
  return [...new Set(flatten(input, path))];
}

function flatten(input: PluginInput, path: string): readonly Plugin[] {
  if (!input) return [];
  if (isList(input)) return input.flatMap((item, i) => flatten(item, `${path}[${i}]`));
  const fault = faultOfPlugin(input);
  if (fault === undefined) return [input];
  throw new ProxyboError("PLUGIN_INVALID", `not a plugin: ${fault}`, {
    place: { field: path },
    hint: "a plugin is what definePlugin({ name, version, … }) gives: import the package and list what it exports by default",
  });
}

function isList(input: PluginInput): input is readonly PluginInput[] {
  return Array.isArray(input);
}
