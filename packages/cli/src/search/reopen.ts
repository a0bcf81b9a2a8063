import { access } from "node:fs/promises";
import { assemble, type Assembly, type ProxyboConfig, type StudyStore } from "@proxybo/core";
import type { TrustedSettings } from "../trust/require-trust.ts";
import { type Composition, compose } from "./open.ts";
import type { ScoringWatch } from "./scoring.ts";
import { openInWorkers } from "./workers.ts";

/** The parts of a kept study, made again. */
export interface ReopenedRun {
  readonly assembly: Assembly;
  /** The configuration file, where it is still there. */
  readonly file: string | undefined;
}

/**
 * The configuration of a kept study: from its file and flags, so that what changed in the file is noticed, or from the
 * settings that were kept where there was no file or it is gone.
 *
 * @param over - laid over it.
 */
export async function composeKept(kept: TrustedSettings, over: ProxyboConfig = {}): Promise<Composition> {
  const there =
    kept.file !== null &&
    (await access(kept.file).then(
      () => true,
      () => false,
    ));
  const file = there ? kept.file : undefined;
  const flags = there ? { config: kept.flags, sets: kept.sets } : { config: kept.config, sets: [] };
  const config = { evaluations: kept.config.evaluations, ...flags.config, ...over };
  return compose(file, { ...flags, config }, kept.directory);
}

/** Makes the parts of a kept study again. */
export async function reopen(
  kept: TrustedSettings,
  store: StudyStore,
  over: Readonly<Record<string, unknown>>,
  scoring: ScoringWatch,
): Promise<ReopenedRun> {
  const given = Object.fromEntries(Object.entries(over).filter(([, value]) => value !== undefined));
  const { config, registry, directory, file } = await composeKept(kept, given);
  const assembly = await assemble(config, registry, {
    directory,
    store,
    ...(kept.file !== null && { file: kept.file }),
    flags: kept.flags,
    sets: kept.sets,
    scoring: scoring.watch,
    openRuntime: openInWorkers(directory),
  });
  return { assembly, file };
}
