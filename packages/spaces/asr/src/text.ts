import { nearest, ProxyboError } from "@proxybo/core";
import { type Either, isLeft, left, right } from "fp-ts/lib/Either.js";
import { type Architecture, architectureAt, operations, strides } from "./architecture.ts";

/**
 * The text form of an architecture: of each node the operation, and a digit for the cell's input and each earlier node, 1
 * where it is added.
 *
 * @example
 * format([[1, 1], [4, 0, 1], [5, 1, 1, 0]]) // => "conv5:1|conv7d2:01|zero:110"
 */
export function format(architecture: Architecture): string {
  return architecture.map(([code, ...skips]) => `${operations[code]}:${skips.join("")}`).join("|");
}

/**
 * Reads the text form, or a vector of the benchmark such as `[[1, 1], [4, 0, 1], [5, 1, 1, 0]]`, with operations by code or
 * name. Space around it is allowed.
 *
 * @returns `ARCHITECTURE_MALFORMED` with the place of the fault, what was expected there, what came.
 */
export function parse(text: string): Either<ProxyboError, Architecture> {
  return text.trimStart().startsWith("[") ? parseVector(text) : parseCompact(text);
}

const form = "op:s|op:ss|op:sss, e.g. conv5:1|conv7d2:01|zero:110";

function parseCompact(text: string): Either<ProxyboError, Architecture> {
  const lead = text.length - text.trimStart().length;
  const body = text.trim();
  const flat: number[] = [];
  let at = 0;
  const wrong = (node: number, expected: string, got: string, hint?: string) =>
    malformed(
      text,
      `node ${node}, character ${lead + at + 1}: expected ${expected}, got ${got === "" ? "the end of the text" : `'${clip(got, 40)}'`}`,
      hint,
    );
  for (const node of [1, 2, 3]) {
    if (node > 1) {
      if (body[at] !== "|") return wrong(node, "'|'", body.slice(at, at + 1));
      at++;
    }
    const name = body.slice(at).match(/^[^:|]*/)![0];
    const code = operations.indexOf(name as (typeof operations)[number]);
    if (code < 0) return wrong(node, `an operation (${operations.join(", ")})`, name, suggestion(name));
    at += name.length;
    if (body[at] !== ":") return wrong(node, "':'", body.slice(at, at + 1));
    at++;
    const skips = body.slice(at).match(/^[^|]*/)![0];
    if (!/^[01]+$/.test(skips) || skips.length !== node)
      return wrong(
        node,
        `${node} ${node === 1 ? "digit" : "digits"} 0 or 1, one for the input and each earlier node`,
        skips,
      );
    at += skips.length;
    flat.push(code, ...Array.from(skips, Number));
  }
  if (at < body.length) return wrong(3, "the end of the text", body.slice(at));
  return right(fromFlat(flat));
}

function parseVector(text: string): Either<ProxyboError, Architecture> {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (cause) {
    return malformed(text, `expected a vector as JSON: ${clip((cause as Error).message, 120)}`);
  }
  const result = architectureOf(value);
  return isLeft(result) ? malformed(text, result.left.message, result.left.hint) : result;
}

/** What is wrong with a vector, and where. */
export interface VectorFault {
  readonly message: string;
  readonly hint?: string;
}

/** The architecture of a vector of the benchmark, operations by code or name. */
export function architectureOf(vector: unknown): Either<VectorFault, Architecture> {
  const wrong = (place: string, expected: string, got: unknown, hint?: string): Either<VectorFault, never> =>
    left({
      message: `${place}: expected ${expected}, got ${shown(got)}`,
      ...(hint === undefined ? {} : { hint }),
    });
  if (!Array.isArray(vector) || vector.length !== 3) return wrong("vector", "3 nodes", vector);
  const flat: number[] = [];
  for (const [index, node] of (vector as readonly unknown[]).entries()) {
    const place = `node ${index + 1}`;
    if (!Array.isArray(node) || node.length !== index + 2)
      return wrong(place, `an operation and ${index + 1} of 0 or 1`, node);
    const [operation, ...skips] = node as readonly unknown[];
    const code = typeof operation === "number" ? operation : operations.indexOf(operation as "zero");
    if (operations[code] === undefined)
      return wrong(
        `${place}, operation`,
        `0 … ${operations.length - 1} or a name (${operations.join(", ")})`,
        operation,
        typeof operation === "string" ? suggestion(operation) : undefined,
      );
    for (const [from, present] of skips.entries())
      if (present !== 0 && present !== 1) return wrong(`${place}, skip from ${from}`, "0 or 1", present);
    flat.push(code, ...(skips as readonly number[]));
  }
  return right(fromFlat(flat));
}

function fromFlat(flat: readonly number[]): Architecture {
  return architectureAt(flat.reduce((index, value, entry) => index + value * strides[entry]!, 0));
}

function suggestion(name: string): string | undefined {
  const [similar] = nearest(name.slice(0, 40), operations);
  return similar === undefined ? undefined : `did you mean '${similar}'?`;
}

function malformed(text: string, message: string, hint?: string): Either<ProxyboError, never> {
  return left(
    new ProxyboError("ARCHITECTURE_MALFORMED", message, {
      place: { architecture: clip(text, 160) },
      hint: hint ?? `the form is ${form}`,
    }),
  );
}

function shown(value: unknown): string {
  if (value === undefined) return "nothing";
  return clip(typeof value === "string" ? `'${value}'` : JSON.stringify(value), 60);
}

function clip(text: string, length: number): string {
  return text.length > length ? `${text.slice(0, length - 1)}…` : text;
}
