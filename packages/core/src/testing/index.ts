export * from "./conformance.ts";
export * from "./dataset.ts";
export * from "./space.ts";
export * from "./surrogate.ts";
export * from "./proxy.ts";
export * from "./store.ts";
export * from "./objective.ts";
export * from "./runtime.ts";
