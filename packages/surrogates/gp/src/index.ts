import { definePlugin } from "@proxybo/core";
import { gaussianProcessOptions, type GaussianProcessSettings } from "./options.ts";
import { createGaussianProcess } from "./surrogate.ts";

export {
  gaussianProcessOptions,
  type GaussianProcessOptions,
  type GaussianProcessSettings,
} from "./options.ts";
export { createGaussianProcess, type GaussianProcess } from "./surrogate.ts";

export default definePlugin({
  name: "@proxybo/surrogate-gp",
  version: "0.1.0",
  surrogates: {
    gp: {
      description: "Gaussian process over decisions, counts of paths, numbers and proxies",
      options: gaussianProcessOptions,
      create: (options: GaussianProcessSettings) => createGaussianProcess(options),
    },
  },
});
