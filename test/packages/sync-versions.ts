/** Copies each package's version into its `definePlugin` call: run after `changeset version`. */
import { readFileSync, writeFileSync } from "node:fs";
import { pluginSources } from "./plugin-sources.ts";

for (const { file, version } of pluginSources()) {
  const source = readFileSync(file, "utf8");
  writeFileSync(file, source.replace(/version: "[^"]*"/, `version: "${version}"`));
}
