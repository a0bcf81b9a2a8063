import { command } from "./command.ts";
import { module } from "./module.ts";
import { table } from "./table.ts";
import { train } from "./train.ts";

export { command, commandObjective } from "./command.ts";
export { type CommandOptions, commandOptions } from "./command-options.ts";
export { type EvaluateFunction, module, moduleObjective, type ModuleRequest } from "./module.ts";
export { type ModuleOptions, moduleOptions } from "./module-options.ts";
export type { ProgramInput } from "./program-input.ts";
export { type ObjectiveResult, outcomeOf } from "./result.ts";
export { type TableObjective, table, tableObjective } from "./table.ts";
export { type TableOptions, tableOptions } from "./table-options.ts";
export { train, trainObjective, type TrainParts } from "./train.ts";
export { type TrainOptions, trainOptions } from "./train-options.ts";

/** The objectives that core offers, by name. */
export const objectives = { table, train, command, module } as const;
