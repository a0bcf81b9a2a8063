import { definePlugin } from "@proxybo/core";
import { z } from "zod";
import { linearRegions } from "./linear-regions.ts";
import { mlp } from "./mlp.ts";

export { linearRegions } from "./linear-regions.ts";
export { mlp, type Widths } from "./mlp.ts";

export default definePlugin({
  name: "proxybo-plugin-mlp",
  version: "1.0.0",
  spaces: {
    mlp: {
      description: "multi-layer perceptrons: the width of every hidden layer",
      options: z.strictObject({
        layers: z.int().min(1).max(6).default(3).describe("hidden layers, at most"),
        widths: z.array(z.int().positive()).min(1).default([4, 8, 16, 32]).describe("widths to choose from"),
      }),
      create: mlp,
    },
  },
  proxies: {
    linear_regions: {
      description: "logarithm of how many linear regions a ReLU network can have",
      options: z.strictObject({}),
      create: () => linearRegions,
    },
  },
});
