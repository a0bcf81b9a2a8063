import type { LabelledGraph } from "../contracts/space.ts";
import { contractGraph, type LabelMeanings, type WeightedGraph } from "../encoding/contraction.ts";

export interface DrawOptions extends LabelMeanings {
  /** Plain ASCII instead of box characters. Default false. */
  readonly ascii?: boolean;
  /** Draws only what the output depends on, identities contracted. Default true. */
  readonly contract?: boolean;
}

/**
 * Draws a labelled graph for a terminal: one line a node, a vertical line for its value down to the last node that
 * reads it, and beside it the node's number, its operation and what it reads. Colours are left to the caller.
 *
 * @example
 * drawGraph({ labels: ["input", "conv", "pool", "output"], edges: [[0, 1], [0, 2], [1, 3], [2, 3]] })
 * // => [
 * //   "●       input",
 * //   "├─●   1 conv    ← input",
 * //   "╰─│─● 2 pool    ← input",
 * //   "●─┴─╯   output  ← 1, 2",
 * // ]
 */
export function drawGraph(graph: LabelledGraph, options: DrawOptions = {}): readonly string[] {
  const { ascii = false, contract = true } = options;
  const drawn: WeightedGraph = contract
    ? contractGraph(graph, options)
    : { labels: graph.labels, edges: graph.edges.map(([from, to]) => [from, to, 1] as const) };
  const reads = drawn.labels.map((_, node) => drawn.edges.filter(([, to]) => to === node));
  const pictures = drawLanes(drawn, ascii ? asciiSigns : boxSigns);
  const pictureWidth = Math.max(...pictures.map((picture) => picture.length));
  const labelWidth = Math.max(...drawn.labels.map((label) => label.length));
  const last = drawn.labels.length - 1;
  const nameOf = (node: number): string => (node === 0 ? drawn.labels[0]! : String(node));
  const numberWidth = String(last).length;

  return drawn.labels.map((label, node) => {
    const number = node === 0 || node === last ? "" : String(node);
    const sources = reads[node]!.map(([from, , times]) =>
      times === 1 ? nameOf(from) : `${times} ${ascii ? "x" : "×"} ${nameOf(from)}`,
    );
    const origin = node === 0 ? "" : `  ${ascii ? "<-" : "←"} ${sources.join(", ") || "nothing"}`;
    const picture = pictures[node]!.padEnd(pictureWidth);
    return `${picture} ${number.padStart(numberWidth)} ${label.padEnd(labelWidth)}${origin}`.trimEnd();
  });
}

interface Signs {
  readonly node: string;
  readonly across: string;
  readonly down: string;
  /** A value's line meets the line across, by `[goes on down][to the left][to the right]`. */
  joint(down: boolean, left: boolean, right: boolean): string;
}

const boxSigns: Signs = {
  node: "●",
  across: "─",
  down: "│",
  joint: (down, left, right) => "╰╯┴├┤┼"[(down ? 3 : 0) + (left ? (right ? 2 : 1) : 0)]!,
};

const asciiSigns: Signs = { node: "o", across: "-", down: "|", joint: () => "+" };

/** One picture a node. A line that passes without meeting keeps its own sign, so that no crossing reads as a joint. */
function drawLanes({ labels, edges }: WeightedGraph, signs: Signs): readonly string[] {
  const lastReader = labels.map((_, node) =>
    edges.reduce((last, [from, to]) => (from === node ? Math.max(last, to) : last), node),
  );
  // Which node's value each lane holds.
  const lanes: (number | undefined)[] = [];
  return labels.map((_, node) => {
    const free = lanes.indexOf(undefined);
    const own = free < 0 ? lanes.length : free;
    const sources = new Set(edges.filter(([, to]) => to === node).map(([from]) => from));
    const met = lanes.flatMap((value, lane) => (value !== undefined && sources.has(value) ? [lane] : []));
    const leftmost = Math.min(own, ...met);
    const rightmost = Math.max(own, ...met);
    lanes[own] = node;
    const picture = lanes
      .map((value, lane) => {
        const inside = lane > leftmost && lane < rightmost;
        const sign = (() => {
          if (lane === own) return signs.node;
          if (value === undefined) return inside ? signs.across : " ";
          if (!met.includes(lane)) return signs.down;
          return signs.joint(lastReader[value]! > node, lane > leftmost, lane < rightmost);
        })();
        return sign + (lane >= leftmost && lane < rightmost ? signs.across : " ");
      })
      .join("");
    lanes.forEach((value, lane) => {
      if (value !== undefined && lastReader[value]! <= node) lanes[lane] = undefined;
    });
    return picture.trimEnd();
  });
}
