import { type Cell, countBits, edgeBit, verticesOf } from "./cell.ts";
import { digest, hexadecimal, message, state, writeText } from "./md5.ts";
import { maximumVertices } from "./operations.ts";

const textWords = 8;
const orderWords = 4;

/** The digests of all vertices: as hexadecimal text, 4 digits a word, and as numbers that sort as the texts do. */
class Digests {
  readonly texts = new Int32Array(textWords * maximumVertices);
  readonly #order = new Uint32Array(orderWords * maximumVertices);

  /** Takes the digest of vertex v from the state of the digest. */
  take(v: number): void {
    for (let i = 0; i < 4; i++) {
      const word = state[i]!;
      const b0 = word & 255;
      const b1 = (word >>> 8) & 255;
      const b2 = (word >>> 16) & 255;
      const b3 = word >>> 24;
      this.texts[v * textWords + 2 * i] = digitPairs[b0]! | (digitPairs[b1]! << 16);
      this.texts[v * textWords + 2 * i + 1] = digitPairs[b2]! | (digitPairs[b3]! << 16);
      this.#order[v * orderWords + i] = (b0 << 24) | (b1 << 16) | (b2 << 8) | b3;
    }
  }

  isLess(v: number, w: number): boolean {
    for (let i = 0; i < orderWords; i++) {
      const a = this.#order[v * orderWords + i]!;
      const b = this.#order[w * orderWords + i]!;
      if (a !== b) return a < b;
    }
    return false;
  }
}

/** The two hexadecimal digits of a byte, the first lowest. */
const digitPairs = Int32Array.from({ length: 256 }, (_, byte) => {
  const text = byte.toString(16).padStart(2, "0");
  return text.charCodeAt(0) | (text.charCodeAt(1) << 8);
});

const bar = "|".charCodeAt(0);
let before = new Digests();
let after = new Digests();
const sources = new Int32Array(maximumVertices);
const targets = new Int32Array(maximumVertices);

/**
 * The official NAS-Bench-101 hash of a cell, 32 hexadecimal digits: equal for isomorphic cells. Each vertex starts with
 * the MD5 digest of "(edges out, edges in, label)", then takes, as often as there are vertices, that of the sorted digests
 * of its sources, of its targets, and its own; the digests of all vertices, sorted, give the last one. Labels are the
 * codes of the operations, −1 for the input and −2 for the output.
 *
 * Source: Ying et al., NAS-Bench-101 (ICML 2019); `hash_module` of the benchmark.
 *
 * @example
 * graphHash({ edges: 1, operations: [] }) // => "043721b9c7fe8c5fad811d47d83132ec", input → output
 */
export function graphHash(cell: Cell): string {
  const vertices = verticesOf(cell);
  readEdges(cell.edges, vertices);
  for (let v = 0; v < vertices; v++) {
    const label = v === 0 ? -1 : v === vertices - 1 ? -2 : cell.operations[v - 1]!;
    state.set(initial(countBits(targets[v]!), countBits(sources[v]!), label));
    after.take(v);
  }
  for (let round = 0; round < vertices; round++) {
    [before, after] = [after, before];
    for (let v = 0; v < vertices; v++) {
      start();
      appendSorted(before, sources[v]!);
      appendByte(bar);
      appendSorted(before, targets[v]!);
      appendByte(bar);
      appendDigest(before, v);
      digest(finish());
      after.take(v);
    }
  }
  return fingerprint(after, vertices);
}

function readEdges(edges: number, vertices: number): void {
  sources.fill(0);
  targets.fill(0);
  for (let y = 1; y < vertices; y++)
    for (let x = 0; x < y; x++)
      if ((edges & edgeBit(x, y)) !== 0) {
        sources[y]! |= 1 << x;
        targets[x]! |= 1 << y;
      }
}

const starts = new Map<number, Int32Array>();

/** The digest that a vertex starts with; few different ones occur. */
function initial(edgesOut: number, edgesIn: number, label: number): Int32Array {
  const code = (edgesOut * 8 + edgesIn) * 8 + label + 2;
  let known = starts.get(code);
  if (known === undefined) {
    const text = `(${edgesOut}, ${edgesIn}, ${label})`;
    writeText(text);
    digest(text.length);
    starts.set(code, (known = state.slice()));
  }
  return known;
}

/** The digest of all digests, sorted, written as Python writes a list of texts. */
function fingerprint(digests: Digests, vertices: number): string {
  const count = sort(digests, (1 << vertices) - 1);
  start();
  for (let i = 0; i < count; i++) {
    for (const sign of i === 0 ? "['" : "', '") appendByte(sign.charCodeAt(0));
    appendDigest(digests, sorted[i]!);
  }
  for (const sign of "']") appendByte(sign.charCodeAt(0));
  digest(finish());
  return hexadecimal();
}

const sorted = new Int32Array(maximumVertices);

/** Sorts the vertices in `set` by their digests into `sorted`; gives their number. */
function sort(digests: Digests, set: number): number {
  let count = 0;
  for (let rest = set; rest !== 0; rest &= rest - 1) {
    const vertex = 31 - Math.clz32(rest & -rest);
    let place = count++;
    for (; place > 0 && digests.isLess(vertex, sorted[place - 1]!); place--)
      sorted[place] = sorted[place - 1]!;
    sorted[place] = vertex;
  }
  return count;
}

// The end of the message: whole words, and the bytes of a word that is not full, `shift` bits of it.
let words = 0;
let part = 0;
let shift = 0;

function start(): void {
  words = part = shift = 0;
}

function appendSorted(digests: Digests, set: number): void {
  const count = sort(digests, set);
  for (let i = 0; i < count; i++) appendDigest(digests, sorted[i]!);
}

function appendByte(byte: number): void {
  part |= byte << shift;
  shift += 8;
  if (shift < 32) return;
  message[words++] = part;
  part = shift = 0;
}

function appendDigest(digests: Digests, v: number): void {
  const { texts } = digests;
  const from = v * textWords;
  if (shift === 0) {
    for (let i = 0; i < textWords; i++) message[words + i] = texts[from + i]!;
  } else {
    for (let i = 0; i < textWords; i++) {
      const word = texts[from + i]!;
      message[words + i] = part | (word << shift);
      part = word >>> (32 - shift);
    }
  }
  words += textWords;
}

/** Completes the message; gives its length in bytes. */
function finish(): number {
  message[words] = part;
  return 4 * words + shift / 8;
}
