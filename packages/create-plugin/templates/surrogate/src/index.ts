import { definePlugin } from "@proxybo/core";
import { templateNameOptions, templateNameSurrogate } from "./template-name.ts";

export { type TemplateNameOptions, templateNameOptions, templateNameSurrogate } from "./template-name.ts";

export default definePlugin({
  name: "proxybo-plugin-template",
  version: "0.1.0",
  surrogates: {
    "template-name": {
      description: "Bayesian linear regression over the decisions, with mean and variance",
      options: templateNameOptions,
      create: (options) => templateNameSurrogate(options),
    },
  },
});
