import { definePlugin } from "@proxybo/core";
import { relationOptions, type RelationSettings } from "./options.ts";
import { createRelationPredictor } from "./surrogate.ts";

export { relationOptions, type RelationOptions, type RelationSettings } from "./options.ts";
export { createRelationPredictor } from "./surrogate.ts";

export default definePlugin({
  name: "@proxybo/surrogate-brp",
  version: "0.1.0",
  surrogates: {
    brp: {
      description: "binary relation predictor: a graph convolutional network over cells (BRP-NAS)",
      options: relationOptions,
      create: (options: RelationSettings) => createRelationPredictor(options),
    },
  },
});
