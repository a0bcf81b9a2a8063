export * from "./conformance.ts";
export * from "./dataset.ts";
