export * from "./bo.ts";
export * from "./evolution.ts";
export * from "./proxybo.ts";
export * from "./random.ts";
