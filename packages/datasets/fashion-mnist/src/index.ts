import { definePlugin, type Plugin } from "@proxybo/core";
import { fashionMnist, optionsSchema, type FashionMnistOptions } from "./dataset.ts";

export { fashionMnist, optionsSchema, type FashionMnistOptions } from "./dataset.ts";

export default definePlugin({
  name: "@proxybo/dataset-fashion-mnist",
  version: "0.1.0",
  datasets: {
    "fashion-mnist": {
      description: "6,000 images of Fashion-MNIST, carried in the package",
      options: optionsSchema,
      create: (options: FashionMnistOptions) => fashionMnist(options),
    },
  },
} satisfies Plugin);
