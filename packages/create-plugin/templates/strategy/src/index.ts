import { definePlugin } from "@proxybo/core";
import { templateNameOptions, templateNameStrategy } from "./template-name.ts";

export { type TemplateNameOptions, templateNameOptions, templateNameStrategy } from "./template-name.ts";

export default definePlugin({
  name: "proxybo-plugin-template",
  version: "0.1.0",
  strategies: {
    "template-name": {
      description: "local search: an unseen neighbour of the best architecture so far",
      options: templateNameOptions,
      create: (options) => templateNameStrategy(options),
    },
  },
});
