import { definePlugin } from "@proxybo/core";
import { z } from "zod";
import { plain } from "./plain.ts";

export { plain } from "./plain.ts";

export default definePlugin({
  name: "@proxybo/proxy-plain",
  version: "0.1.0",
  proxies: {
    plain: {
      description: "weights times their gradients with their signs, summed at initialisation",
      options: z.strictObject({}),
      create: () => plain,
    },
  },
});
