import { definePlugin } from "@proxybo/core";
import { z } from "zod";
import { zen } from "./zen.ts";

export { zen } from "./zen.ts";

export default definePlugin({
  name: "@proxybo/proxy-zen",
  version: "0.1.0",
  proxies: {
    zen: {
      description: "expressivity of the network with Gaussian weights on noise (Zen-score); reads no data",
      options: z.strictObject({}),
      create: () => zen,
    },
  },
});
