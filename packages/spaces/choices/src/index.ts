import { definePlugin } from "@proxybo/core";
import { choicesOptions } from "./options.ts";
import { choices } from "./space.ts";

export type { Architecture } from "./architecture.ts";
export type {
  CategoricalDecision,
  Condition,
  Decision,
  IntegerDecision,
  OrdinalDecision,
  Requirement,
  Value,
} from "./decision.ts";
export type { ChoicesOptions, NetworkOf } from "./options.ts";
export { choices } from "./space.ts";

export default definePlugin({
  name: "@proxybo/space-choices",
  version: "0.1.0",
  spaces: {
    choices: {
      description: "Your own decisions: categorical, ordinal and integer, with conditions",
      options: choicesOptions,
      create: choices,
    },
  },
});
