import envPaths from "env-paths";

/** The user's own folder for what proxybo keeps; not PROXYBO_HOME, which people may share for their tables. */
export function dataFolder(): string {
  return envPaths("proxybo", { suffix: "" }).data;
}
