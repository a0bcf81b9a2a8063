import { type OptionsInput, ProxyboError, type SearchSpace } from "@proxybo/core";
import { type Architecture, architectureAt, sample } from "./architecture.ts";
import { buildDiagram, type Diagram } from "./diagram.ts";
import { columnsOf } from "./features.ts";
import { neighboursOf } from "./neighbours.ts";
import { type ChoicesOptions, choicesOptions } from "./options.ts";
import { applicable, format, parse } from "./text.ts";

/** A space of at most so many architectures can be listed. */
const largestListed = 100_000n;

/**
 * The space of all valid combinations of decisions. An architecture is a plain object of those that apply.
 *
 * @throws {ProxyboError} `OPTION_INVALID` where conditions entangle the decisions beyond counting.
 * @example
 * const space = choices({
 *   decisions: {
 *     depth: { type: "integer", min: 1, max: 2 },
 *     second: { type: "ordinal", values: [16, 32, 64], when: { depth: 2 } },
 *   },
 * });
 * space.size // => 4
 */
export function choices(given: OptionsInput<ChoicesOptions>): SearchSpace<Architecture> {
  const { decisions, network } = choicesOptions.parse(given);
  const declared = Object.values(decisions);
  const diagram = diagramOf(decisions);
  const columns = columnsOf(diagram, declared);
  const { completions } = diagram.root;
  return {
    name: "choices",
    size: Number(completions),
    features: columns.features,
    sample: (random) => sample(diagram, random),
    neighbours: (architecture) => neighboursOf(diagram, declared, architecture),
    key: (architecture) => format(diagram, applicable(diagram, architecture)),
    parse: (text) => parse(diagram, text),
    format: (architecture) => format(diagram, architecture),
    encodeInto: (architecture, row) => columns.encodeInto(architecture, row),
    network: network ?? noNetwork,
    ...(completions <= largestListed && {
      *enumerate() {
        for (let index = 0n; index < completions; index++) yield architectureAt(diagram, index);
      },
    }),
  };
}

function diagramOf(decisions: ChoicesOptions["decisions"]): Diagram {
  try {
    return buildDiagram(decisions);
  } catch (cause) {
    if (!(cause instanceof RangeError)) throw cause;
    throw new ProxyboError("OPTION_INVALID", `space 'choices': ${cause.message}`, {
      place: { field: "decisions" },
      hint: "let fewer decisions depend on the same ones, or order them so that a condition follows what it names",
      cause,
    });
  }
}

function noNetwork(): never {
  throw new ProxyboError(
    "USAGE",
    "space 'choices' knows no networks: only the training code that its decisions go to does",
    {
      hint: "give it a function (architecture, task) => NetworkSpec as option 'network', or use the objective command or module and no live proxies",
    },
  );
}
