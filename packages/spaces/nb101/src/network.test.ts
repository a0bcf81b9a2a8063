import { costOf, inferShapes, type NetworkSpec, type Task } from "@proxybo/core";
import { isLeft } from "fp-ts/lib/Either.js";
import { describe, expect, it } from "vitest";
import { tableRows } from "./fixtures/table.ts";
import { type Cell, nb101 } from "./index.ts";

const cifar10: Task = { kind: "classification", input: [3, 32, 32], classes: 10 };
const tiny = { stemChannels: 6, stacks: 1, modulesPerStack: 1 } as const;

function cell(text: string): Cell {
  const parsed = nb101().parse(text);
  if (isLeft(parsed)) throw parsed.left;
  return parsed.right;
}

function form({ nodes }: NetworkSpec): readonly string[] {
  return nodes.map(({ operation, inputs }) => {
    const size = "kernel" in operation ? ` ${String(operation.kernel)}/${String(operation.stride)}` : "";
    const channels = "channels" in operation ? ` ${operation.channels}` : "";
    return `${operation.type}${size}${channels} ← ${inputs.join(" ")}`;
  });
}

describe("the official network", () => {
  it("has the table's trainable parameters, for every 40th row", ({ skip }) => {
    const rows = tableRows(40);
    if (rows === undefined) {
      skip("skipped: no benchmark tables");
      return;
    }
    const space = nb101();
    const wrong = rows.filter(
      (row) => costOf(space.network(row.cell, cifar10)).parameters !== row.parameters,
    );
    expect([rows.length, wrong]).toEqual([10_591, []]);
  });

  it("has 3 stacks of 3 modules at 128, 256 and 512 channels and 32, 16 and 8 pixels", () => {
    const spec = nb101().network(cell("conv3x3:0|output:1"), cifar10);
    const shapes = inferShapes(spec);
    const threes = spec.nodes.flatMap(({ operation }, node) =>
      operation.type === "conv2d" && operation.kernel[0] === 3 ? [shapes[node]!.join()] : [],
    );
    const stack = (shape: string) => [shape, shape, shape];
    expect(threes).toEqual(["128,32,32", ...stack("128,32,32"), ...stack("256,16,16"), ...stack("512,8,8")]);
    expect(shapes.at(-1)).toEqual([10]);
  });

  it("normalises as the benchmark does, and as it is told for short trainings", () => {
    const norms = (spec: NetworkSpec) =>
      new Set(
        spec.nodes.flatMap(({ operation }) =>
          operation.type === "batch-norm" ? [JSON.stringify(operation)] : [],
        ),
      );
    expect([...norms(nb101().network(cell("output:0"), cifar10))]).toEqual([
      '{"type":"batch-norm","affine":true,"epsilon":0.00001,"momentum":0.003}',
    ]);
    const [quick] = norms(nb101({ normMomentum: 0.1 }).network(cell("output:0"), cifar10));
    expect(quick).toContain('"momentum":0.1');
  });
});

describe("a module", () => {
  it("sums the sources of a vertex, cut to its channels, and projects the input", () => {
    // Three vertices are joined to 7 channels: 3, 2 and 2. Vertex 1 keeps 3, and vertex 2 reads 2 of them.
    const text = "conv3x3:0|conv1x1:0+1|maxpool3x3:2|output:0+1+2+3";
    const { nodes } = nb101({ ...tiny, stemChannels: 7 }).network(cell(text), cifar10);
    expect(form({ version: 1, input: [3, 32, 32], nodes: nodes.slice(4) })).toEqual([
      "conv2d 1,1/1,1 3 ← 3",
      "batch-norm ← 4",
      "relu ← 5",
      "conv2d 3,3/1,1 3 ← 6",
      "batch-norm ← 7",
      "relu ← 8",
      "truncate 2 ← 9",
      "conv2d 1,1/1,1 2 ← 3",
      "batch-norm ← 11",
      "relu ← 12",
      "add ← 10 13",
      "conv2d 1,1/1,1 2 ← 14",
      "batch-norm ← 15",
      "relu ← 16",
      "max-pool2d 3,3/1,1 ← 17",
      "concat ← 9 17 18",
      "conv2d 1,1/1,1 7 ← 3",
      "batch-norm ← 20",
      "relu ← 21",
      "add ← 19 22",
      "global-avg-pool ← 23",
      "linear ← 24",
    ]);
  });

  it("without inner vertices is a projection", () => {
    expect(form(nb101(tiny).network(cell("output:0"), cifar10)).slice(4)).toEqual([
      "conv2d 1,1/1,1 6 ← 3",
      "batch-norm ← 4",
      "relu ← 5",
      "global-avg-pool ← 6",
      "linear ← 7",
    ]);
  });

  it("follows a max-pool that halves the image between two stacks, with twice the channels", () => {
    const spec = nb101({ ...tiny, stacks: 2 }).network(cell("output:0"), cifar10);
    expect(form(spec).slice(7, 9)).toEqual(["max-pool2d 2,2/2,2 ← 6", "conv2d 1,1/1,1 12 ← 7"]);
  });
});

describe("an input that does not fit", () => {
  it("is refused where it is no image", () => {
    expect(() => nb101().network(cell("output:0"), { ...cifar10, input: [784] })).toThrow(
      "nb101: expected images [channels, height, width], got [784]",
    );
  });
  it("is refused where the image is too small for the stacks", () => {
    expect(() => nb101().network(cell("output:0"), { ...cifar10, input: [1, 3, 8] })).toThrow(
      "nb101: expected images of 4 × 4 pixels or more for 3 stacks, got [1, 3, 8]",
    );
    const odd = nb101().network(cell("output:0"), { ...cifar10, input: [1, 29, 28] });
    expect(inferShapes(odd).at(-1)).toEqual([10]);
  });
  it("is refused where the stem has fewer channels than a cell can join vertices", () => {
    expect(() => nb101({ stemChannels: 3 }).network(cell("output:0"), cifar10)).toThrow(
      /4 stem channels or more/,
    );
  });
});
