import { dirname } from "node:path";
import { fileURLToPath } from "node:url";

/**
 * Where plugins are looked for without a configuration that lists them: the project at hand, then the project that this
 * command is installed in (`npx -p @proxybo/cli -p @proxybo/proxies …`), then what this package itself names (in its
 * own repository). The first whose package.json names a plugin is taken, alone.
 */
export function pluginFolders(directory: string): readonly string[] {
  const own = dirname(dirname(dirname(fileURLToPath(import.meta.url))));
  const install = /^(.*?)[\\/]node_modules[\\/]/.exec(own)?.[1];
  return [directory, ...(install === undefined ? [own] : [install])];
}
