import { join, resolve } from "node:path";
import process from "node:process";
import { dataFolder } from "../data-folder.ts";

/** The file that keeps studies, where nothing else is said. */
function defaultStoreFile(): string {
  return join(dataFolder(), "studies.sqlite");
}

/** The file that keeps studies: by flag, by configuration file, by PROXYBO_STORE, or in the user's data folder. */
export function storeFile(flag: string | undefined, config?: { store?: string; directory: string }): string {
  if (flag !== undefined) return resolve(flag);
  if (config?.store !== undefined) return resolve(config.directory, config.store);
  const named = process.env["PROXYBO_STORE"];
  return named !== undefined && named !== "" ? resolve(named) : defaultStoreFile();
}

/** The flag that other commands need to find a store; empty where they find it by themselves. */
export function storeFlag(location: string): string {
  return location === storeFile(undefined) ? "" : ` --store ${location}`;
}
