import { classesOf, type NetworkNode, ProxyboError, type SearchSpace } from "@proxybo/core";
import { left, right } from "fp-ts/lib/Either.js";

/** Hidden widths from input to output. */
export type Widths = readonly number[];

/** Perceptrons of 1 … `layers` hidden layers, each of one of `widths` units, on vectors. */
export function mlp({ layers, widths }: { layers: number; widths: readonly number[] }): SearchSpace<Widths> {
  const k = widths.length;
  const counts = Array.from({ length: layers }, (_, i) => k ** (i + 1));
  const size = counts.reduce((sum, count) => sum + count, 0);
  const at = (index: number): Widths => {
    let rest = index;
    let depth = 0;
    while (rest >= counts[depth]!) rest -= counts[depth++]!;
    return Array.from({ length: depth + 1 }, (_, i) => widths[Math.floor(rest / k ** i) % k]!);
  };
  const format = (architecture: Widths): string => architecture.join("-");
  return {
    name: "mlp",
    size,
    features: Array.from({ length: layers }, (_, i) => ({
      kind: "categorical" as const,
      name: `width ${i + 1}`,
      levels: k + 1,
    })),
    sample: (random) => at(random.integer(size)),
    neighbours: (architecture) => [
      ...architecture.flatMap((width, i) =>
        widths.filter((other) => other !== width).map((other) => architecture.with(i, other)),
      ),
      ...(architecture.length < layers ? widths.map((width) => [...architecture, width]) : []),
      ...(architecture.length > 1 ? [architecture.slice(0, -1)] : []),
    ],
    key: format,
    parse: (text) => {
      const read = text.split("-").map((part) => (/^\d+$/.test(part) ? Number(part) : NaN));
      const fits = read.length <= layers && read.every((width) => widths.includes(width));
      return fits && format(read) === text
        ? right(read)
        : left(
            new ProxyboError(
              "ARCHITECTURE_MALFORMED",
              `expected 1 … ${layers} widths of ${widths.join(", ")} joined by '-', got '${text.slice(0, 80)}'`,
            ),
          );
    },
    format,
    encodeInto: (architecture, row) => {
      for (let i = 0; i < layers; i++)
        row[i] = i < architecture.length ? widths.indexOf(architecture[i]!) : k;
    },
    graph: (architecture) => ({
      labels: ["input", ...architecture.map((width) => `relu ${width}`), "output"],
      edges: Array.from({ length: architecture.length + 1 }, (_, i) => [i, i + 1] as const),
    }),
    network: (architecture, task) => {
      const nodes: NetworkNode[] = [{ operation: { type: "input" }, inputs: [] }];
      const add = (operation: NetworkNode["operation"]) =>
        nodes.push({ operation, inputs: [nodes.length - 1] });
      if (task.input.length > 1) add({ type: "global-avg-pool" });
      for (const features of architecture) {
        add({ type: "linear", features, bias: true });
        add({ type: "relu" });
      }
      add({ type: "linear", features: classesOf(task, "mlp"), bias: true });
      return { version: 1, input: task.input, nodes };
    },
    *enumerate() {
      for (let index = 0; index < size; index++) yield at(index);
    },
  };
}
