import process from "node:process";
import { gatherRegistry, partMaker, type SearchSpace } from "@proxybo/core";
import { pluginFolders } from "../search/plugin-folders.ts";
import { note } from "../terminal/write.ts";

/** Finds spaces among the plugins that are installed, with a note where one is not. */
export function spaceFinder(): (name: string) => Promise<SearchSpace | undefined> {
  const gathering = gatherRegistry({ directories: pluginFolders(process.cwd()) });
  const missing = new Set<string>();
  return async (name) => {
    const registry = await gathering;
    if (registry.names("spaces").includes(name))
      return (await partMaker(registry)("spaces", { name, options: {} }, undefined)).product;
    if (name !== "" && !missing.has(name)) {
      missing.add(name);
      note(`the space '${name}' is not installed: architectures are kept as they are written, and load more slowly`);
    }
    return undefined;
  };
}
