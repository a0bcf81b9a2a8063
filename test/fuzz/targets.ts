import { architectureTargets } from "./architectures.ts";
import { importerTargets } from "./importers.ts";
import { storeTargets } from "./stores.ts";
import { tableTargets } from "./tables.ts";
import type { Target } from "./target.ts";
import { textTargets } from "./texts.ts";

/** Everything that reads what strangers wrote. */
export const targets: readonly Target[] = [
  ...architectureTargets,
  ...textTargets,
  ...tableTargets,
  ...importerTargets,
  ...storeTargets,
];
