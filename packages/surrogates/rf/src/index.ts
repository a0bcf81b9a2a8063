import { definePlugin } from "@proxybo/core";
import { forestOptions, type ForestSettings } from "./options.ts";
import { createRandomForest } from "./surrogate.ts";

export { forestOptions, type ForestOptions, type ForestSettings } from "./options.ts";
export { createRandomForest } from "./surrogate.ts";

export default definePlugin({
  name: "@proxybo/surrogate-rf",
  version: "0.1.0",
  surrogates: {
    rf: {
      description: "probabilistic random forest, mean and variance over trees and within leaves",
      options: forestOptions,
      create: (options: ForestSettings) => createRandomForest(options),
    },
  },
});
