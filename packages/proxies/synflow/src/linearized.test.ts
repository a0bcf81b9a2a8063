import { inferShapes, type NetworkSpec, type Operation } from "@proxybo/core";
import { nb201 } from "@proxybo/space-nb201";
import { describe, expect, it } from "vitest";
import { cutNodes } from "./cut-nodes.ts";
import { linearized } from "./linearized.ts";

const node = (operation: Operation, ...inputs: number[]) => ({ operation, inputs });
const conv = (bias = false): Operation => ({
  type: "conv2d",
  channels: 2,
  kernel: [1, 1],
  stride: [1, 1],
  padding: [0, 0],
  dilation: [1, 1],
  groups: 1,
  bias,
});
const relu: Operation = { type: "relu" };
const add: Operation = { type: "add" };
const input: Operation = { type: "input" };
const network = (...nodes: NetworkSpec["nodes"]): NetworkSpec => ({ version: 1, input: [2, 2, 2], nodes });
const types = ({ nodes }: NetworkSpec) => nodes.map(({ operation }) => operation.type);

describe("cutNodes", () => {
  it("are those that no path avoids, dead branches left aside", () => {
    const diamond = network(
      node(input),
      node(conv(), 0),
      node(conv(), 1),
      node(conv(), 1),
      node(relu, 3), // leads nowhere
      node(add, 2, 3),
      node(relu, 5),
    );
    expect(cutNodes(diamond)).toEqual([0, 1, 5, 6]);
  });

  it("are the ends only where an edge jumps over everything", () => {
    expect(cutNodes(network(node(input), node(conv(), 0), node(relu, 1), node(add, 0, 2)))).toEqual([0, 3]);
  });

  it("agree with taking each node away and looking for a path, on 500 networks of NAS-Bench-201", () => {
    const space = nb201({ channels: 2, cells: 1, dead: "keep" });
    const task = { kind: "classification", input: [1, 8, 8], classes: 2 } as const;
    let index = 0;
    for (const architecture of space.enumerate()) {
      if (index++ % 31 !== 0) continue;
      const { nodes } = space.network(architecture, task);
      const connectedWithout = (removed: number) => {
        const reached = nodes.map(() => false);
        for (const [i, { inputs }] of nodes.entries())
          reached[i] = i !== removed && (i === 0 || inputs.some((from) => reached[from]));
        return reached.at(-1)!;
      };
      expect(cutNodes({ nodes })).toEqual([...nodes.keys()].filter((i) => !connectedWithout(i)));
    }
    expect(index).toBe(15_625);
  });
});

describe("linearized", () => {
  it("leaves batch-norm out, and rescales after convolutions and sums that all paths pass", () => {
    const norm: Operation = { type: "batch-norm", affine: true, epsilon: 1e-5, momentum: 0.1 };
    const spec = network(
      node(input),
      node(conv(), 0),
      node(norm, 1),
      node(conv(), 2),
      node(add, 2, 3),
      node({ type: "global-avg-pool" }, 4),
      node({ type: "linear", features: 3, bias: true }, 5),
    );
    const result = linearized(spec);
    expect(types(result)).toEqual([
      "input",
      "conv2d",
      "rescale",
      "identity",
      "conv2d",
      "add",
      "rescale",
      "global-avg-pool",
      "linear",
    ]);
    expect(result.nodes[5]!.inputs).toEqual([3, 4]);
    expect(inferShapes(result).at(-1)).toEqual([3]);
  });

  it("leaves layer-norm out too", () => {
    const norm: Operation = { type: "layer-norm", affine: true, epsilon: 1e-3 };
    const spec = network(node(input), node(conv(), 0), node(norm, 1), node(conv(), 2));
    expect(types(linearized(spec))).toEqual(["input", "conv2d", "rescale", "identity", "conv2d"]);
  });

  it("leaves ReLUs out, which pass what is not negative, and keeps those with a ceiling", () => {
    const capped: Operation = { type: "relu", ceiling: 20 };
    const spec = network(node(input), node(conv(), 0), node(relu, 1), node(capped, 2));
    expect(types(linearized(spec))).toEqual(["input", "conv2d", "identity", "relu"]);
  });

  it("does not rescale what a later bias, ceiling or LSTM would not scale with", () => {
    const biased = network(node(input), node(conv(), 0), node(conv(true), 1), node(conv(), 2), node(relu, 3));
    expect(types(linearized(biased))).toEqual([
      "input",
      "conv2d",
      "conv2d",
      "rescale",
      "conv2d",
      "rescale",
      "identity",
    ]);
    const capped = network(
      node(input),
      node(conv(), 0),
      node({ type: "relu", ceiling: 20 }, 1),
      node(conv(), 2),
    );
    expect(types(linearized(capped))).not.toContain("rescale");
  });
});
