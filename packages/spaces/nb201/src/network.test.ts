import { costOf, inferShapes, type NetworkSpec, type Operation, type Task } from "@proxybo/core";
import { isLeft } from "fp-ts/lib/Either.js";
import { describe, expect, it } from "vitest";
import { tableColumns } from "./fixtures/table.ts";
import { type Architecture, canonicalCell, nb201 } from "./index.ts";

const cifar10: Task = { kind: "classification", input: [3, 32, 32], classes: 10 };
const cifar100: Task = { ...cifar10, classes: 100 };
const tiny = { channels: 2, cells: 1, stages: 1 } as const;
const some: Architecture = [3, 1, 4, 0, 2, 3];

const types = (spec: NetworkSpec) => spec.nodes.map(({ operation }) => operation.type);
const operationsOf = <T extends Operation["type"]>(spec: NetworkSpec, type: T) =>
  spec.nodes.flatMap(({ operation }) =>
    operation.type === type ? [operation as Extract<Operation, { type: T }>] : [],
  );

describe("the official network", () => {
  it("has the table's params_m and flops_m, for all 15,625 architectures", ({ skip }) => {
    const columns = ["arch", "params_m", "flops_m"] as const;
    const [arch, params, flops] = tableColumns("nb201-cifar10.csv.gz", columns, skip);
    const space = nb201({ dead: "keep" });
    const row = new Map(arch.map((text, i) => [text, i]));
    const wrong: string[] = [];
    let seen = 0;
    for (const architecture of space.enumerate()) {
      const text = space.format(architecture);
      const i = row.get(text)!;
      const cost = costOf(space.network(architecture, cifar10));
      // The table prints parameters to one, and FLOPs to seven significant digits of millions.
      if (cost.parameters !== Math.round(Number(params[i]) * 1e6)) wrong.push(`${text} ${cost.parameters}`);
      if (Number((cost.flops / 1e6).toPrecision(7)) !== Number(flops[i])) wrong.push(`${text} ${cost.flops}`);
      seen++;
    }
    expect(wrong).toEqual([]);
    expect(seen).toBe(15_625);
  });

  it("has 100 outputs where the task has 100 classes, as the CIFAR-100 table counts", ({ skip }) => {
    const [arch, params] = tableColumns("nb201-cifar100.csv.gz", ["arch", "params_m"], skip);
    const space = nb201({ dead: "keep" });
    for (let i = 0; i < arch.length; i += 200) {
      const parsed = space.parse(arch[i]!);
      if (isLeft(parsed)) throw parsed.left;
      const cost = costOf(space.network(parsed.right, cifar100));
      expect(cost.parameters).toBe(Math.round(Number(params[i]) * 1e6));
    }
  });

  it("has 3 stages of 5 cells at 16, 32 and 64 channels and 32, 16 and 8 pixels", () => {
    const spec = nb201({ dead: "keep" }).network(some, cifar10);
    const shapes = inferShapes(spec);
    const identities = spec.nodes.flatMap(({ operation }, node) =>
      operation.type === "identity" ? [shapes[node]!.join()] : [],
    );
    const stage = (shape: string) => Array.from({ length: 5 }, () => shape);
    expect(identities).toEqual([...stage("16,32,32"), ...stage("32,16,16"), ...stage("64,8,8")]);
    expect(shapes.at(-1)).toEqual([10]);
  });

  it("starts with a stem of 3×3 convolution and batch-norm, and ends with norm, ReLU, mean and linear", () => {
    const spec = nb201().network(some, cifar10);
    expect(types(spec).slice(0, 3)).toEqual(["input", "conv2d", "batch-norm"]);
    expect(types(spec).slice(-4)).toEqual(["batch-norm", "relu", "global-avg-pool", "linear"]);
    expect(spec.nodes[1]!.operation).toMatchObject({ channels: 16, kernel: [3, 3], padding: [1, 1] });
    expect(spec.nodes.at(-1)!.operation).toEqual({ type: "linear", features: 10, bias: true });
  });

  it("has convolutions without bias, affine batch-norm, and pools that do not count padding", () => {
    const spec = nb201().network([4, 2, 3, 2, 3, 4], cifar10);
    for (const { bias, groups, dilation } of operationsOf(spec, "conv2d"))
      expect({ bias, groups, dilation }).toEqual({ bias: false, groups: 1, dilation: [1, 1] });
    for (const norm of operationsOf(spec, "batch-norm"))
      expect(norm).toEqual({ type: "batch-norm", affine: true, epsilon: 1e-5, momentum: 0.1 });
    const pools = operationsOf(spec, "avg-pool2d");
    expect(pools.filter(({ kernel }) => kernel[0] === 3)).toHaveLength(2 * 15);
    for (const pool of pools) expect(pool.countPadding).toBe(false);
  });

  it("halves the image in a residual block: two convolutions beside a pool with a 1×1 convolution", () => {
    const { nodes } = nb201({ channels: 2, cells: 1, stages: 2 }).network([0, 0, 0, 1, 0, 0], cifar10);
    const form = nodes.map(({ operation, inputs }) => {
      const size = "kernel" in operation ? `${String(operation.kernel)}/${String(operation.stride)}` : "";
      return `${operation.type} ${size} ← ${inputs.join(" ")}`.replace("  ", " ");
    });
    expect(form.slice(3, 13)).toEqual([
      "relu ← 2",
      "conv2d 3,3/2,2 ← 3",
      "batch-norm ← 4",
      "relu ← 5",
      "conv2d 3,3/1,1 ← 6",
      "batch-norm ← 7",
      "avg-pool2d 2,2/2,2 ← 2",
      "conv2d 1,1/1,1 ← 9",
      "add ← 10 8",
      "batch-norm ← 11",
    ]);
  });
});

describe("without dead operations", () => {
  it("every cell computes what the whole cell does, with its live operations only", () => {
    const whole = nb201({ ...tiny, dead: "keep" });
    const live = nb201(tiny);
    const wrong: string[] = [];
    for (const architecture of whole.enumerate()) {
      const expected = outputOf(whole.network(architecture, cifar10));
      const spec = live.network(architecture, cifar10);
      const got = outputOf(spec);
      if (Math.abs(got - expected) > 1e-9) wrong.push(`${live.format(architecture)}: ${got}, ${expected}`);
      const kernels = operationsOf(spec, "conv2d").length + operationsOf(spec, "avg-pool2d").length;
      if (kernels !== 1 + canonicalCell(architecture).operations.length)
        wrong.push(`${live.format(architecture)}: ${kernels} convolutions and pools`);
    }
    expect(wrong).toEqual([]);
  });

  it("leaves nothing that the output does not depend on", () => {
    const space = nb201({ ...tiny, stages: 2 });
    const wasteful = [...space.enumerate()].filter((architecture) => {
      const { nodes } = space.network(architecture, cifar10);
      const read = new Set(nodes.flatMap(({ inputs }) => inputs));
      return nodes.some((_, node) => node < nodes.length - 1 && !read.has(node));
    });
    expect(wasteful).toEqual([]);
  });

  it("a cell in which nothing reaches the output is zero", () => {
    const spec = nb201(tiny).network([3, 3, 3, 0, 0, 0], cifar10);
    expect(types(spec)).toEqual([
      "input",
      "conv2d",
      "batch-norm",
      "zero",
      "batch-norm",
      "relu",
      "global-avg-pool",
      "linear",
    ]);
  });
});

describe("an input that does not fit", () => {
  const space = nb201();
  it("is refused where it is no image", () => {
    expect(() => space.network(some, { ...cifar10, input: [784] })).toThrow(
      "nb201: expected images [channels, height, width], got [784]",
    );
  });
  it("is refused where the image cannot be halved", () => {
    expect(() => space.network(some, { ...cifar10, input: [1, 30, 28] })).toThrow(
      "nb201: expected height and width that are multiples of 4 for 3 stages, got [1, 30, 28]",
    );
    expect(space.network(some, { ...cifar10, input: [1, 28, 28] }).nodes.length).toBeGreaterThan(100);
  });
});

/** The network as a function of one number: convolutions and pools are fixed functions by kernel that keep 0. */
function outputOf(spec: NetworkSpec): number {
  const values: number[] = [];
  for (const { operation, inputs } of spec.nodes) {
    const [x = 0.8] = inputs.map((node) => values[node]!);
    const sum = inputs.reduce((total, node) => total + values[node]!, 0);
    switch (operation.type) {
      case "conv2d":
        values.push(operation.kernel[0] === 1 ? Math.sin(1.3 * x + x * x) : Math.tanh(2.1 * x - x * x));
        break;
      case "avg-pool2d":
        values.push(0.9 * x + 0.2 * x * x);
        break;
      case "relu":
        values.push(x - 0.4 * x * x);
        break;
      case "zero":
        values.push(0);
        break;
      default:
        values.push(operation.type === "add" ? sum : x);
    }
  }
  return values.at(-1)!;
}
