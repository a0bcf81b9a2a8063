import { builtins } from "../builtins.ts";

/** What needs no plugin: the strategies, and the objectives. */
export const corePlugin: typeof builtins = builtins;
