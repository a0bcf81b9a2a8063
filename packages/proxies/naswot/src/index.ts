import { definePlugin } from "@proxybo/core";
import { z } from "zod";
import { nwot } from "./naswot.ts";

export { nwot } from "./naswot.ts";

export default definePlugin({
  name: "@proxybo/proxy-naswot",
  version: "0.1.0",
  proxies: {
    nwot: {
      description: "how well the ReLU codes of the untrained network tell a mini-batch apart (NASWOT)",
      options: z.strictObject({}),
      create: () => nwot,
    },
  },
});
