import { parseArgs } from "node:util";
import { messageOf, ProxyboError } from "@proxybo/core";
import type { Wish } from "./create.ts";

const options = {
  kind: { type: "string" },
  name: { type: "string" },
  package: { type: "string" },
  folder: { type: "string" },
  decision: { type: "string", multiple: true },
  author: { type: "string" },
  yes: { type: "boolean", short: "y" },
  help: { type: "boolean", short: "h" },
  version: { type: "boolean", short: "v" },
} as const;

export interface Arguments {
  readonly wish: Wish;
  readonly yes: boolean;
  readonly help: boolean;
  readonly version: boolean;
}

/** @throws {ProxyboError} `USAGE` for an unknown flag, a flag without its value, and a word too many. */
export function readArguments(argv: readonly string[]): Arguments {
  const { values, positionals } = parse(argv);
  const { yes = false, help = false, version = false, decision, ...flags } = values;
  const [kind, name, ...more] = positionals;
  if (more.length > 0)
    throw new ProxyboError("USAGE", `expected a kind and a name, got '${more[0]}' too`, {
      hint: "flags come after --: npm create proxybo-plugin proxy sharpness -- --folder here",
    });
  return {
    wish: {
      ...(kind !== undefined && { kind }),
      ...(name !== undefined && { name }),
      ...flags,
      ...(decision !== undefined && { decisions: decision }),
    },
    yes,
    help,
    version,
  };
}

function parse(argv: readonly string[]) {
  try {
    return parseArgs({ args: [...argv], options, allowPositionals: true });
  } catch (cause) {
    throw new ProxyboError("USAGE", messageOf(cause).split(/[.\n]/)[0]!, {
      cause,
      hint: `flags: ${Object.keys(options)
        .map((flag) => `--${flag}`)
        .join(", ")}`,
    });
  }
}
