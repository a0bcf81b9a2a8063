import { nearest, ProxyboError } from "@proxybo/core";
import { type Either, isLeft, left, right } from "fp-ts/lib/Either.js";
import { canonicalCell } from "./canonical.ts";
import { type Cell, edgeBit, verticesOf } from "./cell.ts";
import { cellOf } from "./graph.ts";
import { cellOfMatrix, describeFault } from "./matrix.ts";
import { maximumEdges, maximumVertices, operations, type OperationCode, shortNames } from "./operations.ts";

/**
 * The text form of a cell: each inner vertex and last the output, with the vertices that it reads; 0 is the input, i the
 * i-th vertex of the text.
 *
 * @example
 * format({ edges: 0b111, operations: [0] }) // => "conv3x3:0|output:0+1"
 */
export function format(cell: Cell): string {
  let text = "";
  for (let vertex = 1; vertex <= cell.operations.length + 1; vertex++) {
    const code = cell.operations[vertex - 1];
    text += code === undefined ? "output" : shortNames[code];
    let sign = ":";
    for (let source = 0; source < vertex; source++) {
      if ((cell.edges & edgeBit(source, vertex)) === 0) continue;
      text += sign + source;
      sign = "+";
    }
    if (code !== undefined) text += "|";
  }
  return text;
}

/**
 * Reads a cell of `vertices` or fewer: the text form (operations by their short or official names), or JSON as the
 * benchmark has it: `{"matrix": …, "ops": …}` or `{"module_adjacency": …, "module_operations": …}`, other fields aside.
 * Space around it is allowed. The graph is pruned and put into the order that stands for it.
 *
 * @returns `ARCHITECTURE_MALFORMED` with the place of the fault, what was expected there, what came.
 */
export function parse(text: string, vertices: number = maximumVertices): Either<ProxyboError, Cell> {
  const plain = readPlain(text);
  const cell =
    plain !== undefined
      ? right(plain)
      : text.trimStart().startsWith("{")
        ? parseJson(text)
        : parseCompact(text);
  return isLeft(cell) || verticesOf(cell.right) <= vertices
    ? cell
    : malformed(
        text,
        `expected ${vertices} vertices or fewer, got ${verticesOf(cell.right)}`,
        "the option 'vertices' of the space is the limit",
      );
}

const plainNames = shortNames.map((name) => `${name}:`);

/**
 * Reads what `format` writes, for some other order of vertices too, in a fifth of the time: tables have hundreds of
 * thousands of such texts. `undefined` for whatever needs pruning, or a message.
 */
function readPlain(text: string): Cell | undefined {
  const codes: OperationCode[] = [];
  let edges = 0;
  let count = 0;
  let withOut = 0;
  let at = 0;
  for (let vertex = 1; vertex < maximumVertices; vertex++) {
    const isOutput = text.startsWith("output:", at);
    const code = isOutput ? 0 : plainNames.findIndex((name) => text.startsWith(name, at));
    if (code < 0) return undefined;
    at += isOutput ? "output:".length : plainNames[code]!.length;
    if (!isOutput) codes.push(code as OperationCode);
    for (;;) {
      const source = text.charCodeAt(at) - zeroDigit;
      // False for the end of the text, too.
      if (!(source >= 0 && source < vertex)) return undefined;
      const bit = edgeBit(source, vertex);
      if ((edges & bit) !== 0 || ++count > maximumEdges) return undefined;
      edges |= bit;
      withOut |= 1 << source;
      if (text[++at] !== "+") break;
      at++;
    }
    if (isOutput) {
      const whole = at === text.length && withOut === (1 << vertex) - 1;
      return whole ? canonicalCell(edges, codes) : undefined;
    }
    if (text[at] !== "|") return undefined;
    at++;
  }
  return undefined;
}

const zeroDigit = "0".charCodeAt(0);

const form = "operation:source+source|…|output:source+source, e.g. conv3x3:0|maxpool3x3:0+1|output:2";

function parseCompact(text: string): Either<ProxyboError, Cell> {
  const lead = text.length - text.trimStart().length;
  const parts = text.trim().split("|");
  const codes: OperationCode[] = [];
  const edges: [number, number][] = [];
  let at = lead;
  for (const [index, part] of parts.entries()) {
    const vertex = index + 1;
    const wrong = (within: number, expected: string, got: string, hint?: string) =>
      malformed(
        text,
        `vertex ${vertex}, character ${at + within + 1}: expected ${expected}, got ${quoted(got)}`,
        hint,
      );
    const name = part.split(":", 1)[0]!;
    if (index === parts.length - 1) {
      if (name !== "output") return wrong(0, "the output at the end", name);
    } else {
      const code = codeOf(name);
      if (code === undefined)
        return wrong(0, `an operation (${shortNames.join(", ")})`, name, suggestion(name));
      codes.push(code);
    }
    if (part.length === name.length) return wrong(name.length, "':' and the vertices that it reads", "");
    let within = name.length + 1;
    const read = new Set<number>();
    for (const digits of part.slice(within).split("+")) {
      const source = /^(0|[1-9]\d{0,3})$/.test(digits) ? Number(digits) : Infinity;
      if (source >= vertex)
        return wrong(within, `an earlier vertex (0 is the input, up to ${vertex - 1})`, digits);
      if (read.has(source)) return wrong(within, "each vertex once", digits);
      read.add(source);
      edges.push([source, vertex]);
      within += digits.length + 1;
    }
    at += part.length + 1;
  }
  const cell = cellOf({ operations: codes, edges });
  return isLeft(cell) ? malformed(text, describeFault(cell.left)) : cell;
}

function codeOf(name: string): OperationCode | undefined {
  const short = shortNames.indexOf(name as (typeof shortNames)[number]);
  const code = short >= 0 ? short : operations.indexOf(name as (typeof operations)[number]);
  return code < 0 ? undefined : (code as OperationCode);
}

function suggestion(name: string): string | undefined {
  const [similar] = nearest(name.slice(0, 40), [...shortNames, ...operations]);
  return similar === undefined ? undefined : `did you mean '${similar}'?`;
}

function parseJson(text: string): Either<ProxyboError, Cell> {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (cause) {
    return malformed(text, `expected JSON: ${(cause as Error).message.slice(0, 120)}`);
  }
  const spec = value as Readonly<Record<string, unknown>>;
  const names = [["matrix", "ops"] as const, ["module_adjacency", "module_operations"] as const].find(
    ([matrix, ops]) => matrix in spec || ops in spec,
  );
  if (names === undefined)
    return malformed(
      text,
      "expected the fields 'matrix' and 'ops', or 'module_adjacency' and 'module_operations'",
      '{"matrix": [[0, 1], [0, 0]], "ops": ["input", "output"]}',
    );
  const cell = cellOfMatrix(spec[names[0]], spec[names[1]], names);
  return isLeft(cell) ? malformed(text, cell.left.message, cell.left.hint) : right(cell.right);
}

function malformed(text: string, message: string, hint?: string): Either<ProxyboError, never> {
  return left(
    new ProxyboError("ARCHITECTURE_MALFORMED", message, {
      place: { architecture: clip(text) },
      hint: hint ?? `the form is ${form}`,
    }),
  );
}

function quoted(text: string): string {
  return text === "" ? "nothing" : `'${text.length > 40 ? `${text.slice(0, 39)}…` : text}'`;
}

function clip(text: string): string {
  return text.length > 160 ? `${text.slice(0, 157)}…` : text;
}
