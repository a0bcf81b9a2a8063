import { ProxyboError } from "@proxybo/core";
import { left, right, type Either } from "fp-ts/lib/Either.js";
import { type Architecture, decisions } from "./decisions.ts";
import { architectureAt } from "./positions.ts";

/** The text form of an architecture: `name=value`, comma-separated, in the order of the decisions. */
export function format(architecture: Architecture): string {
  return decisions.map(({ name }) => `${name}=${architecture[name]}`).join(",");
}

/** Reads the text form. A malformed one is `ARCHITECTURE_MALFORMED`, with the decision at fault. */
export function parse(text: string): Either<ProxyboError, Architecture> {
  const parts = text.split(",");
  if (parts.length !== decisions.length)
    return refuse(text, `expected ${decisions.length} decisions, got ${parts.length}`);
  const positions: number[] = [];
  for (const [i, { name, values }] of decisions.entries()) {
    const position = values.findIndex((value) => parts[i] === `${name}=${value}`);
    if (position < 0)
      return refuse(text, `decision ${i + 1}: expected ${name}=${values.join("|")}, got '${parts[i]}'`);
    positions.push(position);
  }
  return right(architectureAt(positions));
}

function refuse(text: string, fault: string): Either<ProxyboError, Architecture> {
  const shown = text.length > 80 ? `${text.slice(0, 80)}…` : text;
  return left(new ProxyboError("ARCHITECTURE_MALFORMED", fault, { place: { architecture: shown } }));
}
