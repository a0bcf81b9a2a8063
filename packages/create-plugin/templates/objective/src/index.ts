import { definePlugin } from "@proxybo/core";
import { templateNameObjective, templateNameOptions } from "./template-name.ts";

export { type TemplateNameOptions, templateNameObjective, templateNameOptions } from "./template-name.ts";

export default definePlugin({
  name: "proxybo-plugin-template",
  version: "0.1.0",
  objectives: {
    "template-name": {
      description: "posts architectures to a training service, which answers with their errors",
      options: templateNameOptions,
      create: (options) => templateNameObjective(options),
    },
  },
});
