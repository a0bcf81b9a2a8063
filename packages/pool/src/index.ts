export type { RuntimeSource } from "./source.ts";
export { openRuntimePool, type PoolOptions } from "./pool.ts";
