import { definePlugin } from "@proxybo/core";
import { z } from "zod";
import { nb201Fashion } from "./fashion-table.ts";
import { defaults, nb201 } from "./space.ts";

export * from "./architecture.ts";
export { type CanonicalCell, canonicalCell, type LiveOperation, withoutDead } from "./canonical.ts";
export { type Equality, liveString, networkKey, paperExpression } from "./equality.ts";
export { nb201Fashion, nb201FashionRepeat, type Nb201Table } from "./fashion-table.ts";
export type { Macro } from "./network.ts";
export { edges, type OperationCode, type OperationName, operations } from "./operations.ts";
export { defaults, nb201, type Nb201Options, type Nb201Space } from "./space.ts";

const positive = z.number().int().positive();

export default definePlugin({
  name: "@proxybo/space-nb201",
  version: "0.1.0",
  spaces: {
    nb201: {
      description: "NAS-Bench-201: cells of 5 operations on 6 edges, 15,625 architectures",
      options: z.strictObject({
        channels: positive.default(defaults.channels).describe("channels of the first stage"),
        cells: positive.default(defaults.cells).describe("cells in each stage"),
        stages: positive
          .default(defaults.stages)
          .describe("stages, each with half the image and twice the channels"),
        dead: z
          .enum(["drop", "keep"])
          .default(defaults.dead)
          .describe("leave operations out that cannot change the output, or keep them as the benchmark does"),
        equality: z
          .enum(["network", "paper", "dead-operations", "none"])
          .default(defaults.equality)
          .describe(
            "architectures that count as one: the same network (5,425 classes), paper 6,466, dead-operations 9,445, none 15,625",
          ),
      }),
      create: nb201,
    },
  },
  tables: {
    "nb201-fashion": {
      description:
        "5,425 small networks of NAS-Bench-201 trained on Fashion-MNIST, with scores of 13 proxies",
      options: z.strictObject({}),
      create: () => nb201Fashion,
    },
  },
});
