import { access } from "node:fs/promises";
import { join } from "node:path";
import process from "node:process";
import {
  assemble,
  type Assembly,
  gatherRegistry,
  loadConfig,
  type LoadedConfig,
  mergeConfigs,
  orThrow,
  parseConfig,
  type ProxyboConfig,
  type Registry,
  setPath,
  sqliteStore,
  type StudyStore,
} from "@proxybo/core";
import { trackerOf } from "../track/destination.ts";
import { withFastestRuntime } from "./fastest.ts";
import type { FlagLayer } from "./flags.ts";
import { withNamedTable } from "./named-table.ts";
import type { ScoringWatch } from "./scoring.ts";
import { pluginFolders } from "./plugin-folders.ts";
import { storeFile } from "./store-file.ts";
import { openInWorkers } from "./workers.ts";

/** A configuration after the file and the flags, and the plugins it can choose from. */
export interface Composition {
  readonly config: ProxyboConfig;
  readonly registry: Registry;
  /** Where relative paths start. */
  readonly directory: string;
  readonly file: string | undefined;
}

const usualNames = ["proxybo.config.ts", "proxybo.config.js", "proxybo.config.mjs", "proxybo.config.json"];

/** The configuration file of a folder; `undefined` where it has none. */
export async function usualConfig(directory: string): Promise<string | undefined> {
  for (const name of usualNames) {
    const file = join(directory, name);
    const there = await access(file).then(
      () => true,
      () => false,
    );
    if (there) return file;
  }
  return undefined;
}

/** Lays flags over a configuration file, finds the plugins, and the table that it names. */
export async function compose(
  file: string | undefined,
  flags: FlagLayer,
  from?: string,
): Promise<Composition> {
  const composition = await readComposition(file, flags, from);
  const { config, registry, directory } = composition;
  return { ...composition, config: await withNamedTable(config, registry, directory) };
}

/** The same as it is written: what it names need not be there. */
export async function readComposition(
  file: string | undefined,
  flags: FlagLayer,
  from?: string,
): Promise<Composition> {
  const loaded: LoadedConfig | undefined = file === undefined ? undefined : orThrow(await loadConfig(file));
  const merged = mergeConfigs(loaded?.config ?? {}, flags.config);
  const config = orThrow(await parseConfig(flags.sets.reduce(setPath, merged)));
  const directory = loaded?.directory ?? from ?? process.cwd();
  // What cannot be tracked to is said before anything is kept.
  for (const destination of [config.track ?? []].flat()) trackerOf(destination, directory, process.env);
  const registry = await gatherRegistry({
    ...(config.plugins && { plugins: config.plugins as never }),
    ...(loaded && { listedBy: loaded.file }),
    directories: pluginFolders(directory),
  });
  return { config, registry, directory, file: loaded?.file };
}

/** A run whose parts are made. */
export interface OpenRun {
  readonly assembly: Assembly;
  readonly store: StudyStore;
  close(): Promise<void>;
}

/** Opens the store and makes the parts of a run; what is wrong with them is said before anything is kept. */
export async function open(
  { config, registry, directory, file }: Composition,
  flags: FlagLayer,
  store: StudyStore,
  scoring: ScoringWatch,
): Promise<OpenRun> {
  const assembly = await assemble(await withFastestRuntime(config, registry), registry, {
    directory,
    store,
    ...(file !== undefined && { file }),
    flags: flags.config,
    sets: flags.sets,
    scoring: scoring.watch,
    openRuntime: openInWorkers(directory),
  });
  return {
    assembly,
    store,
    close: async () => {
      await assembly.dispose();
      await store.close();
    },
  };
}

/** Opens the store of a run. */
export function openStore(flag: string | undefined, composition?: Composition): Promise<StudyStore> {
  const { config, directory } = composition ?? {};
  return sqliteStore(
    storeFile(
      flag,
      directory === undefined
        ? undefined
        : { directory, ...(config?.store !== undefined && { store: config.store }) },
    ),
  );
}
