import { definePlugin } from "@proxybo/core";
import { z } from "zod";
import { gradNorm } from "./grad-norm.ts";

export { gradNorm } from "./grad-norm.ts";

export default definePlugin({
  name: "@proxybo/proxy-grad-norm",
  version: "0.1.0",
  proxies: {
    grad_norm: {
      description: "how long the gradients of the weights are at initialisation, layer by layer",
      options: z.strictObject({}),
      create: () => gradNorm,
    },
  },
});
