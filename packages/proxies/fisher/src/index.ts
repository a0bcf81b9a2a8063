import { definePlugin } from "@proxybo/core";
import { z } from "zod";
import { fisher } from "./fisher.ts";

export { fisher } from "./fisher.ts";

export default definePlugin({
  name: "@proxybo/proxy-fisher",
  version: "0.1.0",
  proxies: {
    fisher: {
      description: "Fisher information of the channels of each layer at initialisation",
      options: z.strictObject({}),
      create: () => fisher,
    },
  },
});
