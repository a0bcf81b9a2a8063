import envPaths from "env-paths";

/** The user's own folder for what proxybo keeps. */
export function dataFolder(): string {
  return envPaths("proxybo", { suffix: "" }).data;
}
