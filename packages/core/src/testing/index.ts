export * from "./conformance.ts";
export * from "./dataset.ts";
export * from "./space.ts";
export * from "./surrogate.ts";
