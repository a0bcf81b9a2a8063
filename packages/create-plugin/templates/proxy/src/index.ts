import { definePlugin } from "@proxybo/core";
import { z } from "zod";
import { templateNameProxy } from "./template-name.ts";

export { templateNameProxy } from "./template-name.ts";

export default definePlugin({
  name: "proxybo-plugin-template",
  version: "0.1.0",
  proxies: {
    "template-name": {
      description: "norm of the gradient of the loss over the weights at initialisation",
      options: z.strictObject({}),
      create: () => templateNameProxy,
    },
  },
});
