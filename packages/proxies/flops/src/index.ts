import { definePlugin } from "@proxybo/core";
import { z } from "zod";
import { flops } from "./flops.ts";

export { flops } from "./flops.ts";

export default definePlugin({
  name: "@proxybo/proxy-flops",
  version: "0.1.0",
  proxies: {
    flops: {
      description: "floating-point operations of a forward pass; needs neither a runtime nor data",
      options: z.strictObject({}),
      create: () => flops,
    },
  },
});
