export * from "./bo.ts";
export * from "./brp.ts";
export * from "./evolution.ts";
export * from "./local-search.ts";
export * from "./proxybo.ts";
export * from "./proxygp.ts";
export { random, randomStrategy } from "./random.ts";
export * from "./reinforce.ts";
export * from "./robot.ts";
export * from "./warmup-brp.ts";
export * from "./warmup-evolution.ts";
export * from "./zero-cost.ts";
// What strategies of other packages are written with.
export { sampleUnseen, takenKeys } from "../engine/candidates.ts";
