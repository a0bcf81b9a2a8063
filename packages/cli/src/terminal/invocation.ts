import process from "node:process";

/** What to type before a command's name: `proxybo` where it is installed, the script of a clone where it runs from one. */
export function invocation(env: NodeJS.ProcessEnv = process.env): string {
  const script = env["npm_lifecycle_event"];
  return script === "quickstart" || script === "proxybo" ? "npm run proxybo --" : "proxybo";
}
