import { definePlugin } from "@proxybo/core";
import { z } from "zod";
import { snip } from "./snip.ts";

export { snip } from "./snip.ts";

export default definePlugin({
  name: "@proxybo/proxy-snip",
  version: "0.1.0",
  proxies: {
    snip: {
      description: "sensitivity of the loss to each weight at initialisation (SNIP)",
      options: z.strictObject({}),
      create: () => snip,
    },
  },
});
