/** A graph to lay out: `edges` are pairs [from, to] with from < to. */
export interface LayoutGraph {
  /** Width of each node. */
  readonly widths: readonly number[];
  readonly edges: readonly (readonly [number, number])[];
}

export interface Point {
  readonly x: number;
  readonly y: number;
}

/** Places of nodes and lines, in layers from top to bottom. */
export interface Layout {
  readonly width: number;
  /** How many layers there are; y is a layer, 0, 1, … */
  readonly layers: number;
  /** Centre of each node. */
  readonly nodes: readonly Point[];
  /** The points that each edge passes, its ends included. */
  readonly lines: readonly (readonly Point[])[];
}

interface Slot {
  readonly layer: number;
  readonly width: number;
  x: number;
  readonly above: Slot[];
  readonly below: Slot[];
}

const gap = 16;
/** Room that a line takes where it passes a layer. */
const laneWidth = 10;

/**
 * Layered drawing of a directed acyclic graph (Sugiyama, Tagawa, Toda 1981): nodes on the layer of their longest path
 * from the start; lines that pass a layer get a slot in it, so that none runs beneath a node; slots are ordered by the
 * mean place of their neighbours, and then drawn towards them.
 */
export function layOut({ widths, edges }: LayoutGraph): Layout {
  const layerOf = longestPaths(widths.length, edges);
  const nodes = widths.map((width, i): Slot => ({ layer: layerOf[i]!, width, x: 0, above: [], below: [] }));
  const slots = [...nodes];
  const chains = edges.map(([from, to]) => {
    const chain: Slot[] = [nodes[from]!];
    for (let layer = layerOf[from]! + 1; layer < layerOf[to]!; layer++) {
      const lane: Slot = { layer, width: laneWidth, x: 0, above: [], below: [] };
      slots.push(lane);
      chain.push(lane);
    }
    chain.push(nodes[to]!);
    for (let i = 1; i < chain.length; i++) {
      chain[i]!.above.push(chain[i - 1]!);
      chain[i - 1]!.below.push(chain[i]!);
    }
    return chain;
  });
  const layers = Array.from({ length: Math.max(0, ...layerOf) + 1 }, (_, layer) =>
    slots.filter((slot) => slot.layer === layer),
  );
  for (const layer of layers) pack(layer);
  for (let sweep = 0; sweep < 8; sweep++) {
    const down = sweep % 2 === 0;
    for (const layer of down ? layers : layers.toReversed()) {
      const wanted = new Map(layer.map((slot) => [slot, meanOf(down ? slot.above : slot.below, slot.x)]));
      layer.sort((a, b) => wanted.get(a)! - wanted.get(b)!);
      pack(layer);
    }
  }
  for (let round = 0; round < 12; round++) for (const layer of layers) drawTogether(layer);
  const left = Math.min(...slots.map(({ x, width }) => x - width / 2));
  const right = Math.max(...slots.map(({ x, width }) => x + width / 2));
  const place = ({ x, layer }: Slot): Point => ({ x: x - left, y: layer });
  return {
    width: right - left,
    layers: layers.length,
    nodes: nodes.map(place),
    lines: chains.map((chain) => chain.map(place)),
  };
}

/** The last node stays below all others, though nothing may lead to it. */
function longestPaths(count: number, edges: LayoutGraph["edges"]): number[] {
  const layers = Array.from({ length: count }, () => 0);
  for (let node = 0; node < count; node++)
    for (const [from, to] of edges)
      if (to === node) layers[node] = Math.max(layers[node]!, layers[from]! + 1);
  if (count > 1)
    layers[count - 1] = Math.max(...layers.slice(0, -1).map((layer) => layer + 1), layers[count - 1]!);
  return layers;
}

/** Side by side, centred on 0. */
function pack(layer: readonly Slot[]): void {
  const total = layer.reduce((sum, { width }) => sum + width, gap * (layer.length - 1));
  let x = -total / 2;
  for (const slot of layer) {
    slot.x = x + slot.width / 2;
    x += slot.width + gap;
  }
}

/** Moves each slot towards its neighbours as far as the slots beside it allow. */
function drawTogether(layer: readonly Slot[]): void {
  for (const [i, slot] of layer.entries()) {
    const wanted = meanOf([...slot.above, ...slot.below], slot.x);
    const before = layer[i - 1];
    const after = layer[i + 1];
    const least = before === undefined ? -Infinity : before.x + (before.width + slot.width) / 2 + gap;
    const largest = after === undefined ? Infinity : after.x - (after.width + slot.width) / 2 - gap;
    slot.x = Math.max(least, Math.min(largest, wanted));
  }
}

function meanOf(slots: readonly Slot[], otherwise: number): number {
  return slots.length === 0 ? otherwise : slots.reduce((sum, { x }) => sum + x, 0) / slots.length;
}
