import { definePlugin } from "@proxybo/core";
import { z } from "zod";
import { templateNameSpace } from "./space.ts";

export { type Architecture, decisions } from "./decisions.ts";
export { templateNameSpace } from "./space.ts";

export default definePlugin({
  name: "proxybo-plugin-template",
  version: "0.1.0",
  spaces: {
    "template-name": {
      description: "all combinations of a few decisions about a convolutional network",
      options: z.strictObject({}),
      create: () => templateNameSpace(),
    },
  },
});
