import { didYouMean, messageOf, ProxyboError, show } from "@proxybo/core";
import { type Either, left, right } from "fp-ts/lib/Either.js";
import { type Architecture, decide } from "./architecture.ts";
import type { Value } from "./decision.ts";
import type { Diagram } from "./diagram.ts";

/** The decisions that apply, in order: `depth=3 width=64 activation=relu`; texts with other signs are quoted as JSON. */
export function format({ names }: Diagram, architecture: Architecture): string {
  return names
    .filter((name) => Object.hasOwn(architecture, name))
    .map((name) => `${name}=${spell(architecture[name]!)}`)
    .join(" ");
}

function spell(value: Value): string {
  if (typeof value === "number") return String(value);
  const isPlain =
    typeof value === "string" && /^[A-Za-z_][\w./+-]*$/.test(value) && !/^(?:true|false|null)$/.test(value);
  return isPlain ? value : JSON.stringify(value);
}

/**
 * Reads decisions as text or as a JSON object, in any order. Decisions that do not apply may be there; they are left out.
 *
 * @returns `ARCHITECTURE_MALFORMED` naming the decision or the character, what was expected and what came.
 */
export function parse(diagram: Diagram, text: string): Either<ProxyboError, Architecture> {
  try {
    const body = text.trim();
    return right(applicable(diagram, body.startsWith("{") ? readJson(body) : readPairs(diagram, body)));
  } catch (thrown) {
    const { message, hint } =
      thrown instanceof Fault ? thrown : { message: messageOf(thrown), hint: undefined };
    return left(
      new ProxyboError("ARCHITECTURE_MALFORMED", message, {
        place: { architecture: text.length > 160 ? `${text.slice(0, 157)}…` : text },
        hint: hint ?? `the form is ${diagram.names.map((name) => `${name}=…`).join(" ")}, or a JSON object`,
      }),
    );
  }
}

/** What is wrong with a text. */
class Fault extends Error {
  readonly hint: string | undefined;
  constructor(message: string, hint?: string) {
    super(message);
    this.hint = hint;
  }
}

function readJson(text: string): Readonly<Record<string, unknown>> {
  try {
    return JSON.parse(text) as Readonly<Record<string, unknown>>;
  } catch (cause) {
    throw new Fault(`expected a JSON object: ${messageOf(cause)}`);
  }
}

function readPairs({ places, values }: Diagram, text: string): Readonly<Record<string, unknown>> {
  const given: Record<string, unknown> = {};
  const pair = /\s*([A-Za-z_]\w*)=("(?:[^"\\]|\\.)*"|[^\s"]+)(?=\s|$)/y;
  while (pair.lastIndex < text.length) {
    const at = pair.lastIndex;
    const found = pair.exec(text);
    if (!found)
      throw new Fault(`character ${at + 1}: expected name=value, got ${show(text.slice(at).trim())}`);
    const [, name, spelt] = found;
    if (Object.hasOwn(given, name!)) throw new Fault(`decision '${name}' comes twice`);
    const known = values[places.get(name!) ?? -1] ?? [];
    given[name!] = known.find((value) => spell(value) === spelt) ?? spelt;
  }
  return given;
}

/**
 * The decisions that apply, of those that were given.
 *
 * @throws {Error} with a message for people: a decision that is unknown, missing, or none of its values.
 */
export function applicable(diagram: Diagram, given: Readonly<Record<string, unknown>>): Architecture {
  const { names, places, values } = diagram;
  for (const [name, value] of Object.entries(given)) {
    const known = values[places.get(name) ?? -1];
    if (!known)
      throw new Fault(
        `there is no decision '${name}'`,
        didYouMean(name, names) ?? `decisions: ${names.join(", ")}`,
      );
    if (!known.includes(value as Value))
      throw new Fault(`decision '${name}': expected ${list(known)}, got ${show(value)}`);
  }
  return decide(diagram, (decision) => {
    const name = names[decision]!;
    if (!Object.hasOwn(given, name))
      throw new Fault(`decision '${name}' is missing: expected ${list(values[decision]!)}`);
    return values[decision]!.indexOf(given[name] as Value);
  });
}

function list(values: readonly Value[]): string {
  return values.length > 12
    ? `${show(values[0])} … ${show(values.at(-1))} (${values.length} values)`
    : `one of ${values.map(show).join(", ")}`;
}
