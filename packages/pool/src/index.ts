export type { RuntimeSource } from "./messages.ts";
export { openRuntimePool, type PoolOptions } from "./pool.ts";
