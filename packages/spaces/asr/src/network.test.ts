import { readFileSync } from "node:fs";
import { countParameters, inferShapes, type NetworkSpec, type Task } from "@proxybo/core";
import { describe, expect, it } from "vitest";
import { type Architecture, asr, liveCell, type Macro } from "./index.ts";

const words: Task = { kind: "classification", input: [80, 300], classes: 49 };
const speech: Task = { kind: "transcription", input: [80, 300], symbols: 48 };
const tiny = { filters: [4], cells: [1], strides: [1], groups: 2, hidden: 0, dropout: 0 } as const;

const cases = JSON.parse(
  readFileSync(new URL("fixtures/parameters.json", import.meta.url), "utf8"),
) as readonly { readonly vector: Architecture; readonly macro: Macro; readonly parameters: number }[];

const residual: Architecture = [
  [1, 1],
  [1, 0, 1],
  [0, 0, 0, 0],
];

function form({ nodes }: NetworkSpec): readonly string[] {
  return nodes.map(({ operation, inputs }) => {
    const size =
      operation.type === "conv1d"
        ? ` ${operation.kernel}/${operation.stride}·${operation.dilation}+${[operation.padding].flat().join()}`
        : "";
    return `${operation.type}${size} ← ${inputs.join(" ")}`;
  });
}

describe("the network", () => {
  it("has the parameters of one built in PyTorch, at official and reduced sizes", () => {
    for (const { vector, macro, parameters } of cases)
      expect(countParameters(asr(macro).network(vector, speech))).toBe(parameters);
  });

  it("has 4 blocks of 600 … 1,200 channels, a quarter of the positions at the end, and an LSTM", () => {
    const spec = asr().network(
      [
        [1, 0],
        [1, 0, 0],
        [1, 0, 0, 0],
      ],
      speech,
    );
    const shapes = inferShapes(spec);
    const norms = spec.nodes.flatMap(({ operation }, node) =>
      operation.type === "layer-norm" ? [shapes[node]!] : [],
    );
    const channels = norms.map(([count]) => count);
    const block = (count: number, cells: number) => Array.from({ length: cells + 1 }, () => count);
    expect(channels).toEqual([...block(600, 3), ...block(800, 4), ...block(1000, 5), ...block(1200, 6)]);
    expect(norms.at(-1)).toEqual([1200, 75]);
    expect(shapes.slice(-2)).toEqual([
      [500, 75],
      [49, 75],
    ]);
  });

  it("has as many positions at the end as the benchmark, for every length", () => {
    for (let length = 5; length < 60; length++) {
      const space = asr({
        filters: [4, 4, 4, 4],
        cells: [1, 1, 1, 1],
        groups: 2,
        hidden: 2,
      });
      const spec = space.network(
        [
          [0, 0],
          [0, 0, 0],
          [0, 0, 0, 0],
        ],
        { ...speech, input: [80, length] },
      );
      expect(inferShapes(spec).at(-1)).toEqual([49, Math.ceil(Math.ceil(length / 2) / 2)]);
    }
  });

  it("of a classification task ends with the mean over positions", () => {
    const shapes = inferShapes(asr().network(residual, words));
    expect(shapes.slice(-3)).toEqual([[500, 75], [500], [49]]);
    expect(form(asr(tiny).network(residual, words)).slice(-3)).toEqual(
      expect.arrayContaining([expect.stringMatching(/^global-avg-pool/), expect.stringMatching(/^linear/)]),
    );
  });

  it("drops values behind each operation of a cell and before the LSTM, where told to", () => {
    const spec = asr({ ...tiny, hidden: 3, dropout: 0.3 }).network(residual, speech);
    const dropouts = form(spec).flatMap((text, node) => (text.startsWith("dropout") ? [node] : []));
    const types = spec.nodes.map(({ operation }) => operation.type);
    expect(dropouts.map((node) => types[spec.nodes[node]!.inputs[0]!])).toEqual([
      "relu",
      "relu",
      "relu",
      "layer-norm",
    ]);
    expect(types[dropouts.at(-1)! + 1]).toBe("lstm");
    const plain = asr({ ...tiny, hidden: 3 }).network(residual, speech);
    expect(form(plain).some((text) => text.startsWith("dropout"))).toBe(false);
  });

  it("sees at most 4 positions ahead", () => {
    const paddings = asr().network(
      [
        [2, 0],
        [3, 0, 0],
        [4, 0, 0, 0],
      ],
      speech,
    );
    const found = form(paddings).filter((text) => text.startsWith("conv1d"));
    expect(new Set(found.map((text) => text.split(" ")[1]))).toEqual(
      new Set(["8/1·1+3,4", "8/2·1+5,2", "5/1·2+4,4", "7/1·1+2,4", "7/1·2+8,4"]),
    );
  });

  it("clips every ReLU at 20", () => {
    const { nodes } = asr().network(
      [
        [0, 1],
        [2, 1, 1],
        [4, 1, 1, 1],
      ],
      speech,
    );
    const ceilings = nodes.flatMap(({ operation }) => (operation.type === "relu" ? [operation.ceiling] : []));
    expect(ceilings).toHaveLength(4 + 3 * 18);
    expect(new Set(ceilings)).toEqual(new Set([20]));
  });

  it("adds skip edges, and leaves out what the output does not depend on", () => {
    // Node 1: conv5 and the input. Node 2: zero, so node 1 alone. Node 3: linear, node 2 and the input.
    const spec = asr(tiny).network(
      [
        [1, 1],
        [5, 0, 1],
        [0, 1, 0, 1],
      ],
      speech,
    );
    expect(form(spec).slice(4)).toEqual([
      "conv1d 5/1·1+0,4 ← 3",
      "relu ← 4",
      "add ← 3 5",
      "linear ← 6",
      "relu ← 7",
      "add ← 3 3 5 8",
      "layer-norm ← 9",
      "linear ← 10",
    ]);
    const cut = asr(tiny).network(
      [
        [3, 0],
        [5, 1, 0],
        [4, 0, 0, 0],
      ],
      speech,
    );
    expect(form(cut).slice(4, 7)).toEqual(["conv1d 7/1·2+8,4 ← 3", "relu ← 4", "layer-norm ← 5"]);
  });

  it("of a cell in which nothing reaches the output is zero there", () => {
    const spec = asr(tiny).network(
      [
        [1, 0],
        [1, 0, 0],
        [5, 0, 0, 0],
      ],
      speech,
    );
    expect(form(spec).slice(4, 6)).toEqual(["zero ← 3", "layer-norm ← 4"]);
  });

  it("computes in every cell what the vector says", () => {
    const space = asr(tiny);
    const wrong: string[] = [];
    for (const architecture of space.enumerate()) {
      const spec = space.network(architecture, speech);
      const expected = fromVector(architecture);
      if (Math.abs(fromNodes(spec) - expected) > 1e-9) wrong.push(space.format(architecture));
      const live = spec.nodes.filter(({ operation }) => operation.type === "relu").length - 1;
      if (live !== liveCell(architecture).operations.length) wrong.push(space.format(architecture));
    }
    expect(wrong).toEqual([]);
  });
});

describe("what does not fit", () => {
  const some: Architecture = [
    [1, 1],
    [1, 0, 1],
    [0, 0, 0, 0],
  ];
  it("is refused: an image, blocks of different number, filters that groups do not divide", () => {
    const refuse = (options: Partial<Macro>, input: readonly number[], text: string) =>
      expect(() => asr(options).network(some, { ...speech, input })).toThrow(text);
    refuse({}, [3, 32, 32], "asr: expected sequences [features, length], got [3, 32, 32]");
    refuse({ cells: [1] }, [80, 64], "as many 'cells' and 'strides' as 'filters', got 1, 4 and 4");
    refuse({ groups: 7 }, [80, 64], "'filters' that 7 groups divide, got 600");
  });
});

const functions = {
  linear: (x: number) => Math.sin(x) + 0.2 * x * x,
  conv5·1: (x: number) => Math.sin(1.4 * x) + 0.1 * x * x,
  conv5·2: (x: number) => Math.sin(1.8 * x) - 0.1 * x * x,
  conv7·1: (x: number) => Math.sin(2.3 * x) - 0.2 * x * x,
  conv7·2: (x: number) => Math.sin(0.6 * x) + 0.4 * x * x,
};

/** A cell as a function of the number 0.7. */
function fromVector(architecture: Architecture): number {
  const apply = [
    functions.linear,
    functions["conv5·1"],
    functions["conv5·2"],
    functions["conv7·1"],
    functions["conv7·2"],
    () => 0,
  ];
  const values = [0.7];
  architecture.forEach(([code, ...skips], index) => {
    const own = apply[code]!(values[index]!);
    values.push(skips.reduce<number>((sum, present, from) => sum + present * values[from]!, own));
  });
  return values.at(-1)!;
}

/** The same of a network with one cell, read off its nodes; what stands before and behind the cell passes values on. */
function fromNodes({ nodes }: NetworkSpec): number {
  const values: number[] = [];
  nodes.forEach(({ operation, inputs }, node) => {
    const sum = inputs.reduce((total, from) => total + values[from]!, 0);
    const x = inputs.length === 0 ? 0.7 : sum;
    if (operation.type === "conv1d" && operation.kernel !== 8)
      values.push(functions[`conv${operation.kernel as 5 | 7}·${operation.dilation as 1 | 2}`](x));
    else if (operation.type === "linear" && node < nodes.length - 1) values.push(functions.linear(x));
    else values.push(operation.type === "zero" ? 0 : x);
  });
  return values.at(-1)!;
}
