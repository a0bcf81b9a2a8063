import { definePlugin } from "@proxybo/core";
import { z } from "zod";
import { asr, defaults } from "./space.ts";

export {
  type Architecture,
  architectureAt,
  indexOf,
  type OperationCode,
  type OperationName,
  operations,
  size,
} from "./architecture.ts";
export { type LiveCell, liveCell, type LiveOperation, networkKey, type Sum } from "./cell.ts";
export { modelHash } from "./hash.ts";
export type { Macro } from "./network.ts";
export { asr, type AsrOptions, type AsrSpace, defaults } from "./space.ts";
export { architectureOf, type VectorFault } from "./text.ts";

const positive = z.number().int().positive();
const perBlock = (values: readonly number[]) =>
  z
    .array(positive)
    .min(1)
    .default([...values]);

export default definePlugin({
  name: "@proxybo/space-asr",
  version: "0.1.0",
  spaces: {
    asr: {
      description: "NAS-Bench-ASR: cells of 3 nodes over 6 operations with skip edges, 13,824 architectures",
      options: z
        .strictObject({
          filters: perBlock(defaults.filters).describe("channels of each block"),
          cells: perBlock(defaults.cells).describe("cells in each block"),
          strides: perBlock(defaults.strides).describe("by how much each block shortens the sequence"),
          groups: positive
            .default(defaults.groups)
            .describe("groups of the convolutions in cells; divides all filters"),
          hidden: z
            .number()
            .int()
            .nonnegative()
            .default(defaults.hidden)
            .describe("hidden units of the LSTM, 0 for none"),
          dropout: z
            .number()
            .min(0)
            .lt(1)
            .default(defaults.dropout)
            .describe("probability with which training drops values in cells and before the LSTM"),
          equality: z
            .enum(["benchmark", "network"])
            .default(defaults.equality)
            .describe("architectures that count as one: those of one official hash, or those of one network"),
          encoding: z
            .enum(["vector", "paths", "both"])
            .default(defaults.encoding)
            .describe("features: operations and skip edges, counts of paths, or both"),
        })
        .refine(
          ({ filters, cells, strides }) =>
            cells.length === filters.length && strides.length === filters.length,
          { error: "expected as many 'cells' and 'strides' as 'filters'" },
        )
        .refine(({ filters, groups }) => filters.every((channels) => channels % groups === 0), {
          error: "expected 'filters' that 'groups' divides",
        }),
      create: asr,
    },
  },
});
