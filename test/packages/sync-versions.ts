/**
 * Copies what each package.json says to where else it is said: the version into the `definePlugin` call, the rest into
 * `deno.json` for JSR. Run after `changeset version`, and after a change of a package.json.
 */
import { readFileSync, writeFileSync } from "node:fs";
import { denoFiles, pluginSources } from "./plugin-sources.ts";

for (const { file, version } of pluginSources()) {
  const source = readFileSync(file, "utf8");
  writeFileSync(file, source.replace(/version: "[^"]*"/, `version: "${version}"`));
}
for (const { file, text } of denoFiles()) writeFileSync(file, text);
