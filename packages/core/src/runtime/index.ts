export * from "./dropout.ts";
export * from "./layout.ts";
export * from "./parts.ts";
export * from "./plan.ts";
export * from "./running-statistics.ts";
export * from "./training/evaluate.ts";
export * from "./training/train.ts";
export * from "./validate.ts";
