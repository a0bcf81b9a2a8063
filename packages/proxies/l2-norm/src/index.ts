import { definePlugin } from "@proxybo/core";
import { z } from "zod";
import { l2Norm } from "./l2-norm.ts";

export { l2Norm } from "./l2-norm.ts";

export default definePlugin({
  name: "@proxybo/proxy-l2-norm",
  version: "0.1.0",
  proxies: {
    l2_norm: {
      description: "how long the initial weights are, layer by layer; needs no data",
      options: z.strictObject({}),
      create: () => l2Norm,
    },
  },
});
