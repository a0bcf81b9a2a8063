import { ProxyboError } from "@proxybo/core";

/** A decision of a space: its values are all numbers, or all texts. */
export interface Decision {
  readonly name: string;
  readonly values: readonly number[] | readonly string[];
}

/**
 * Reads decisions as people write them, each once.
 *
 * @throws {ProxyboError} `OPTION_INVALID` naming what was expected and what came.
 */
export function readDecisions(given: readonly string[]): readonly Decision[] {
  const decisions = given.map(readDecision);
  const twice = decisions.find(({ name }, i) => decisions.findIndex((other) => other.name === name) !== i);
  if (twice !== undefined) throw invalid(`expected each decision once, got '${twice.name}' twice`);
  return decisions;
}

/**
 * Reads one decision.
 *
 * @example
 * readDecision("depth=2,3,4") // => { name: "depth", values: [2, 3, 4] }
 */
export function readDecision(given: string): Decision {
  const [, name, list] = /^\s*([^=]*?)\s*=(.*)$/.exec(given) ?? [];
  if (name === undefined || list === undefined)
    throw invalid(`expected a decision such as depth=2,3,4, got '${given}'`);
  if (!/^[a-z][A-Za-z0-9_-]*$/.test(name) || name === "constructor")
    throw invalid(
      `expected a decision's name of letters, digits, - and _, beginning with a small letter, got '${name}'`,
    );
  const texts = list.split(",").map((value) => value.trim());
  if (texts.length < 2) throw invalid(`${name}: expected at least two values, got '${list}'`);
  const odd = texts.find((text) => !/^[\w.+-]+$/.test(text));
  if (odd !== undefined)
    throw invalid(`${name}: expected values of letters, digits, _, ., + and -, got '${odd}'`);
  const numbers = texts.map(Number);
  const values = numbers.every(Number.isFinite) ? numbers : texts;
  if (new Set<unknown>(values).size < values.length)
    throw invalid(`${name}: expected each value once, got '${list}'`);
  return { name, values };
}

function invalid(message: string): ProxyboError {
  return new ProxyboError("OPTION_INVALID", message, {
    place: { field: "decision" },
    hint: "such as: --decision depth=2,3,4 --decision block=plain,residual",
  });
}
