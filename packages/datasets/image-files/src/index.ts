import { definePlugin, type DatasetContext } from "@proxybo/core";
import { cifar10, cifar100, cifarOptions, idx, idxOptions } from "./readers.ts";
import type { CifarOptions, IdxOptions } from "./readers.ts";

export { cifar10, cifar100, cifarOptions, idx, idxOptions } from "./readers.ts";
export type { CifarOptions, IdxOptions } from "./readers.ts";

export default definePlugin({
  name: "@proxybo/dataset-image-files",
  version: "0.1.0",
  datasets: {
    idx: {
      description: "MNIST, Fashion-MNIST and their kin from IDX files",
      options: idxOptions,
      create: (options: IdxOptions, context: DatasetContext) => idx(options, context),
    },
    cifar10: {
      description: "CIFAR-10 from the folder of its binary version",
      options: cifarOptions,
      create: (options: CifarOptions, context: DatasetContext) => cifar10(options, context),
    },
    cifar100: {
      description: "CIFAR-100 (fine labels) from the folder of its binary version",
      options: cifarOptions,
      create: (options: CifarOptions, context: DatasetContext) => cifar100(options, context),
    },
  },
});
