import type { BenchmarkTable } from "@proxybo/core";
import type { Macro } from "./network.ts";

/** A table with the size of its networks. */
export interface Nb201Table extends BenchmarkTable {
  readonly space: { readonly name: "nb201"; readonly options: Pick<Macro, "channels" | "cells" | "stages"> };
}

/**
 * The benchmark that this package carries: all 5,425 different networks of the space in a small size, trained on images
 * of clothes, with validation and test accuracies in percent, seconds, parameters, and the scores of 13 zero-cost proxies. Made by
 * `proxybo tabulate`; the package's README says how, and how far it can be trusted.
 *
 * @example
 * const space = nb201(nb201Fashion.space.options);
 * const objective = await tableObjective(space, { path: fileURLToPath(nb201Fashion.file) });
 */
export const nb201Fashion: Nb201Table = {
  title: "NB201 Fashion-MNIST, small",
  space: { name: "nb201", options: { channels: 8, cells: 1, stages: 1 } },
  file: new URL("../data/nb201-fashion.parquet", import.meta.url),
};

/**
 * A second training of 500 of these networks, with other initial weights, order of examples and augmentation: columns `arch`, `valid`,
 * `test`, `seconds` and `params`. It tells the noise of the first.
 */
export const nb201FashionRepeat: URL = new URL("../data/nb201-fashion-repeat.parquet", import.meta.url);
