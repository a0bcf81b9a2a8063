import { expandReference, type ProxyboConfig, ProxyboError, type Reference } from "@proxybo/core";
import { pathOfTable } from "./named-table.ts";

/** What the flags of a command line say of the configuration. */
export interface FlagLayer {
  /** As written: checked with the rest of the configuration. */
  readonly config: ProxyboConfig;
  /** `--set` assignments, in order. */
  readonly sets: readonly string[];
}

type Values = Readonly<Record<string, unknown>>;

/** Reads the flags that lie over the configuration file; paths start at the working directory. */
export function readFlags(values: Values, argv: readonly string[]): FlagLayer {
  const { table, objective, proxies } = values;
  if (table !== undefined && objective !== undefined && objective !== "table")
    throw new ProxyboError(
      "USAGE",
      `--table measures by a table, --objective ${expandReference(objective as Reference).name} does not`,
      {
        hint: "give one of the two",
      },
    );
  const config: Record<string, unknown> = {
    space: values["space"],
    objective:
      typeof table === "string" ? { name: "table", options: { path: pathOfTable(table) } } : objective,
    strategy: values["strategy"],
    surrogate: values["surrogate"],
    proxies: typeof proxies === "string" ? readList(proxies) : undefined,
    runtime: values["runtime"],
    dataset: values["dataset"],
    evaluations: readNumber(values["evaluations"]),
    seed: readNumber(values["seed"]),
    name: values["name"],
    ...readExecution(values),
  };
  return {
    config: Object.fromEntries(Object.entries(config).filter(([, value]) => value !== undefined)),
    sets: repeated(argv, "--set"),
  };
}

/** The flags that say how evaluations are carried out. */
export function readExecution(values: Values): Record<string, unknown> {
  const given = {
    parallel: readNumber(values["parallel"]),
    timeout: readNumber(values["timeout"]),
    retries: readNumber(values["retries"]),
    retryWait: readNumber(values["retry-wait"]),
    giveUpAfter: readNumber(values["give-up-after"]),
    track: typeof values["track"] === "string" ? readDestinations(values["track"]) : undefined,
  };
  return Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined));
}

/** Destinations with commas between; addresses may hold commas themselves. `none`: nowhere. */
function readDestinations(text: string): readonly string[] {
  return text === "none" ? [] : text.split(/,(?=\w+:)/);
}

/** Comma-separated names; an empty text is no name. */
function readList(text: string): readonly string[] {
  return text
    .split(",")
    .map((name) => name.trim())
    .filter((name) => name !== "");
}

/** A number where the text is one; otherwise the text, for validation to refuse. */
export function readNumber(given: unknown): unknown {
  return typeof given === "string" && given.trim() !== "" && Number.isFinite(Number(given))
    ? Number(given)
    : given;
}

/** All values of a flag that may come again; citty keeps the last one only. */
function repeated(argv: readonly string[], flag: string): readonly string[] {
  return argv.flatMap((word, i) => {
    if (word.startsWith(`${flag}=`)) return [word.slice(flag.length + 1)];
    return word === flag && argv[i + 1] !== undefined ? [argv[i + 1]!] : [];
  });
}
