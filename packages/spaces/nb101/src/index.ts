import { definePlugin } from "@proxybo/core";
import { z } from "zod";
import { maximumVertices } from "./operations.ts";
import { defaults, nb101 } from "./space.ts";

export { type Cell, edgesOf, verticesOf } from "./cell.ts";
export { vertexChannels } from "./channels.ts";
export { cells, size } from "./classes.ts";
export type { Encoding } from "./features.ts";
export { cellOf, type Draft, type Fault } from "./graph.ts";
export { graphHash } from "./hash.ts";
export {
  cellOfMatrix,
  type MatrixFault,
  matrixOf,
  type MatrixSpec,
  recordOf,
  type RecordSpec,
} from "./matrix.ts";
export type { Macro } from "./network.ts";
export {
  maximumEdges,
  maximumVertices,
  type OperationCode,
  type OperationName,
  operations,
} from "./operations.ts";
export { proxyScores } from "./proxy-scores.ts";
export { defaults, nb101, type Nb101Options, type Nb101Space } from "./space.ts";

const positive = z.number().int().positive();

export default definePlugin({
  name: "@proxybo/space-nb101",
  version: "0.1.0",
  spaces: {
    nb101: {
      description:
        "NAS-Bench-101: cells of up to 7 vertices and 9 edges over 3 operations, 423,624 architectures",
      options: z.strictObject({
        vertices: z
          .number()
          .int()
          .min(3)
          .max(maximumVertices)
          .default(defaults.vertices)
          .describe("the most vertices of a cell, input and output included: 2,532 cells have up to 5"),
        stemChannels: z
          .number()
          .int()
          .min(4)
          .default(defaults.stemChannels)
          .describe("channels of the stem and of the first stack"),
        stacks: positive
          .default(defaults.stacks)
          .describe("stacks, each with half the image and twice the channels"),
        modulesPerStack: positive.default(defaults.modulesPerStack).describe("modules in each stack"),
        normMomentum: z
          .number()
          .positive()
          .max(1)
          .default(defaults.normMomentum)
          .describe("weight of a new batch in the running statistics; more for short trainings"),
        encoding: z
          .enum(["adjacency", "paths", "both"])
          .default(defaults.encoding)
          .describe("features: edges and operations, counts of paths, or both"),
      }),
      create: nb101,
    },
  },
});
