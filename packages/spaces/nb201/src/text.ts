import { nearest, ProxyboError } from "@proxybo/core";
import { type Either, left, right } from "fp-ts/lib/Either.js";
import { type Architecture, architectureAt, indexOf } from "./architecture.ts";
import { edges, operations, type OperationCode } from "./operations.ts";

/**
 * The official string of an architecture.
 *
 * @example
 * format([3, 1, 0, 1, 0, 4]) // => "|nor_conv_3x3~0|+|skip_connect~0|none~1|+|skip_connect~0|none~1|avg_pool_3x3~2|"
 */
export function format(architecture: Architecture): string {
  return [1, 2, 3]
    .map((node) =>
      edges
        .map(([from, to], edge) => (to === node ? `|${operations[architecture[edge]!]}~${from}` : ""))
        .join(""),
    )
    .map((node) => `${node}|`)
    .join("+");
}

/**
 * Reads an official string; space around it is allowed.
 *
 * @returns `ARCHITECTURE_MALFORMED` with node, edge and character (from 1) of the fault, what was expected there, what
 * came, and the nearest operation where a name is misspelt.
 */
export function parse(text: string): Either<ProxyboError, Architecture> {
  const lead = text.length - text.trimStart().length;
  const body = text.trim();
  const codes: OperationCode[] = [];
  let at = 0;

  const malformed = (where: string, expected: string, came: string, hint?: string) =>
    left(
      new ProxyboError(
        "ARCHITECTURE_MALFORMED",
        `${where}, character ${lead + at + 1}: expected ${expected}, got ${came}`,
        { place: { architecture: clip(text) }, hint: hint ?? `the form is ${form}` },
      ),
    );
  const rest = (length: number): string =>
    at < body.length ? `'${body.slice(at, at + length)}'` : "the end of the text";

  for (const [from, to] of edges) {
    const where = `node ${to}, edge from node ${from}`;
    for (const sign of from === 0 && to > 1 ? ["|", "+", "|"] : ["|"]) {
      if (body[at] !== sign) return malformed(where, `'${sign}'`, rest(1));
      at++;
    }
    const name = body.slice(at).match(/^[^~|+]*/)![0];
    const code = operations.indexOf(name as (typeof operations)[number]);
    if (code < 0) {
      const [similar] = nearest(name.slice(0, 40), operations);
      return malformed(
        where,
        `an operation (${operations.join(", ")})`,
        name === "" ? rest(1) : `'${clip(name)}'`,
        similar === undefined ? undefined : `did you mean '${similar}'?`,
      );
    }
    at += name.length;
    const source = `~${from}`;
    if (!body.startsWith(source, at) || /^\d/.test(body.slice(at + source.length)))
      return malformed(where, `'${source}' (the node that the edge comes from)`, rest(source.length + 1));
    at += source.length;
    codes.push(code as OperationCode);
  }
  if (body.slice(at) !== "|") {
    if (body[at] === "|") at++;
    return malformed("after node 3", body[at - 1] === "|" ? "the end of the text" : "'|'", rest(12));
  }
  return right(architectureAt(indexOf(codes as unknown as Architecture)));
}

const form = "|op~0|+|op~0|op~1|+|op~0|op~1|op~2|";

function clip(text: string): string {
  return text.length > 160 ? `${text.slice(0, 157)}…` : text;
}
