import { contractGraph, type LabelledGraph } from "@proxybo/core";
import { html, type Markup } from "../page/html.ts";
import { layOut, type Point } from "./layout.ts";
import { operationColour } from "./operation-colour.ts";

const rowHeight = 62;
const boxHeight = 28;
const margin = 6;

/**
 * Draws an architecture as SVG: data flows downwards, operations are boxes coloured by their kind. Only what the output
 * depends on is drawn, identities contracted; an edge that stands for several says how many.
 */
export function drawCell(graph: LabelledGraph): Markup {
  const { labels, edges } = contractGraph(graph);
  const widths = labels.map((label) => Math.max(56, label.length * 7 + 18));
  const layout = layOut({ widths, edges: edges.map(([from, to]) => [from, to] as const) });
  const width = Math.ceil(layout.width) + 2 * margin;
  const height = (layout.layers - 1) * rowHeight + boxHeight + 2 * margin;
  const at = ({ x, y }: Point): Point => ({ x: x + margin, y: y * rowHeight + boxHeight / 2 + margin });
  const lines = layout.lines.map((line, i) => ({ points: line.map(at), times: edges[i]![2] }));
  return html`<svg
    class="cell"
    role="img"
    aria-label="${describe(labels, edges)}"
    viewBox="0 0 ${width} ${height}"
    width="${width}"
    height="${height}"
  >
    ${lines.map(({ points, times }) => drawLine(points, times))}
    ${labels.map((label, i) => drawBox(label, at(layout.nodes[i]!), widths[i]!))}
  </svg>`;
}

function drawBox(label: string, { x, y }: Point, width: number): Markup {
  const colour = operationColour(label);
  const stroke = colour ?? "var(--faint, #5b6472)";
  return html`<g>
    <rect
      x="${round(x - width / 2)}"
      y="${round(y - boxHeight / 2)}"
      width="${width}"
      height="${boxHeight}"
      rx="${colour === undefined ? 14 : 5}"
      fill="var(--paper, #ffffff)"
    />
    <rect
      x="${round(x - width / 2)}"
      y="${round(y - boxHeight / 2)}"
      width="${width}"
      height="${boxHeight}"
      rx="${colour === undefined ? 14 : 5}"
      fill="${stroke}"
      fill-opacity="${colour === undefined ? 0.08 : 0.2}"
      stroke="${stroke}"
      stroke-width="1.5"
    />
    <text x="${round(x)}" y="${round(y + 4)}" text-anchor="middle" font-size="12" fill="var(--ink, #1d2430)"
      >${label}</text
    >
  </g>`;
}

/** A smooth line from the lower rim of its first box to the upper rim of its last, with an arrow head. */
function drawLine(points: readonly Point[], times: number): Markup {
  const ends = points.map(({ x, y }, i) => ({
    x,
    y: i === 0 ? y + boxHeight / 2 : i === points.length - 1 ? y - boxHeight / 2 - 5 : y,
  }));
  let path = `M${round(ends[0]!.x)} ${round(ends[0]!.y)}`;
  for (let i = 1; i < ends.length; i++) {
    const [a, b] = [ends[i - 1]!, ends[i]!];
    const middle = round((a.y + b.y) / 2);
    path += `C${round(a.x)} ${middle} ${round(b.x)} ${middle} ${round(b.x)} ${round(b.y)}`;
  }
  const tip = ends.at(-1)!;
  const label = ends[Math.floor(ends.length / 2)]!;
  return html`<path d="${path}" fill="none" stroke="var(--faint, #5b6472)" stroke-width="1.4" />
    <path d="M${round(tip.x - 4)} ${round(tip.y - 2)}h8l-4 7z" fill="var(--faint, #5b6472)" />
    ${times === 1 ? "" : html`<text x="${round(label.x + 6)}" y="${round(label.y - 6)}" font-size="11" fill="var(--faint, #5b6472)">× ${times}</text>`}`;
}

function describe(labels: readonly string[], edges: readonly (readonly [number, number, number])[]): string {
  const reads = labels.map((label, node) => {
    const from = edges.filter(([, to]) => to === node).map(([source]) => `${labels[source]} ${source}`);
    return `${node}: ${label}${from.length === 0 ? "" : ` of ${from.join(" and ")}`}`;
  });
  return `Cell: ${reads.join("; ")}`;
}

function round(value: number): number {
  return Math.round(value * 10) / 10;
}
