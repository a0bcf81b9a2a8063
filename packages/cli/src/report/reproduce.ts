import { basename } from "node:path";
import { expandReference, type ProxyboConfig, type Reference, type RunSettings } from "@proxybo/core";
import { quoted } from "../terminal/text.ts";

/** The command line that makes a study again, from the settings that were kept with it. */
export function reproduceCommand({ file, flags, sets, config }: RunSettings): string {
  const { objective, proxies, task, ...rest } = flags;
  const words: string[] = ["proxybo", "run", ...(file === null ? [] : [basename(file)])];
  const add = (flag: string, value: unknown): void => void words.push(`--${flag}`, quoted(String(value)));
  const assign = (path: string, value: unknown): void => add("set", `${path}=${JSON.stringify(value)}`);
  const addPart = (flag: string, reference: Reference): void => {
    const { name, options } = expandReference(reference);
    add(flag, name);
    for (const [option, value] of Object.entries(options)) assign(`${flag}.options.${option}`, value);
  };
  for (const flag of ["space", "strategy", "surrogate", "runtime", "dataset"] as const)
    if (rest[flag] !== undefined) addPart(flag, rest[flag]);
  if (objective !== undefined) addObjective(objective, add, addPart);
  if (proxies !== undefined) add("proxies", proxies.map((proxy) => expandReference(proxy).name).join(","));
  if (task !== undefined) assign("task", task);
  // These two decide the run, so they are always said.
  add("evaluations", rest.evaluations ?? config.evaluations);
  add("seed", rest.seed ?? config.seed);
  if (rest.name !== undefined) add("name", rest.name);
  for (const set of sets) add("set", set);
  return words.join(" ");
}

function addObjective(
  objective: NonNullable<ProxyboConfig["objective"]>,
  add: (flag: string, value: unknown) => void,
  addPart: (flag: string, reference: Reference) => void,
): void {
  const { name, options } = expandReference(objective);
  const { path, ...others } = options;
  if (name === "table" && typeof path === "string" && Object.keys(others).length === 0) add("table", path);
  else addPart("objective", objective);
}
