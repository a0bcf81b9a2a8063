import { access, writeFile } from "node:fs/promises";
import { dirname, relative, resolve } from "node:path";
import process from "node:process";
import { isLeft } from "fp-ts/lib/Either.js";
import {
  configDefaults,
  expandReference,
  type Kind,
  loadConfig,
  partMaker,
  type ProxyboConfig,
  ProxyboError,
  type Registry,
  usualProxies,
  usualStrategy,
} from "@proxybo/core";
import { command } from "../arguments/command.ts";
import { configFlags, outputFlags } from "../arguments/flags.ts";
import { ask } from "../init/ask.ts";
import { lacksDecisions, trainingFile, withDecisions, writeTraining } from "../init/own-space.ts";
import { configSource, type ImportedPlugin, variableFor } from "../init/source.ts";
import { readFlags } from "../search/flags.ts";
import { compose } from "../search/open.ts";
import { quoted } from "../terminal/text.ts";
import { writeJson, writeLines } from "../terminal/write.ts";

const { set: _, ...flags } = configFlags;

export const init = command({
  description: "Writes a configuration file; asks on a terminal for what the flags do not say.",
  args: {
    file: { type: "positional", required: false, description: "file to write (default: proxybo.config.ts)" },
    ...flags,
    yes: { type: "boolean", description: "do not ask: take flags and defaults" },
    force: { type: "boolean", description: "overwrite the file" },
    ...outputFlags,
  },
  examples: [
    { line: "proxybo init", does: "ask, then write proxybo.config.ts" },
    {
      line: "proxybo init --yes --space nb201 --table nb201.csv.gz --proxies snip,synflow --evaluations 200",
      does: "write it without asking",
    },
  ],
  run: async ({ args, rawArgs }) => {
    const file = resolve(args.file ?? "proxybo.config.ts");
    if (args.force !== true) await requireAbsent(file);
    const { config: given, registry } = await compose(undefined, readFlags(args, rawArgs));
    const asks = args.yes !== true && args.json !== true && process.stdin.isTTY && process.stdout.isTTY;
    const wanted = asks ? await ask(given, registry) : given;
    const begins = lacksDecisions(wanted);
    const config = await withDefaults(begins ? withDecisions(wanted) : wanted, registry);
    const plugins = pluginsFor(config, registry);
    await writeFile(file, configSource(config, plugins));
    const trains = begins && wanted.objective === undefined && (await writeTraining(dirname(file)));
    const missing = await missingPackages(file);
    if (args.json === true)
      writeJson({ version: 1, file, config, plugins: plugins.map((plugin) => plugin.package) });
    else {
      const name = relative(process.cwd(), file);
      writeLines([
        `Wrote ${name}${trains ? `, and ${trainingFile}: a training to begin with` : ""}.`,
        ...(missing === undefined ? [] : [`  before it runs: ${missing}`]),
        `  search: proxybo run${name === "proxybo.config.ts" ? "" : ` ${quoted(name)}`}`,
      ]);
    }
    return 0;
  },
});

async function requireAbsent(file: string): Promise<void> {
  const there = await access(file).then(
    () => true,
    () => false,
  );
  if (there)
    throw new ProxyboError("USAGE", "the file is there already; nothing was written", {
      place: { file },
      hint: "name another file, or overwrite it: --force",
    });
}

/** A configuration that can run: training on carried images where nothing else is said. */
async function withDefaults(given: ProxyboConfig, registry: Registry): Promise<ProxyboConfig> {
  const {
    strategy = usualStrategy(given, registry),
    objective = { name: "train", options: { epochs: 12 } },
    ...rest
  } = given;
  const measured = expandReference(objective).name;
  const { product } = await partMaker(registry)("strategies", expandReference(strategy), undefined);
  const usual = usualProxies(product);
  const proxies = [...usual.proxies, ...usual.optionalProxies];
  const networks = measured === "train" || (proxies.length > 0 && measured !== "table");
  return {
    space: registry.names("spaces")[0] ?? "nb201",
    objective,
    strategy,
    ...(product.needs.surrogate && { surrogate: product.surrogate ?? configDefaults.surrogate }),
    ...(proxies.length > 0 && { proxies }),
    ...(networks && { dataset: "fashion-mnist", runtime: "tfjs" }),
    evaluations: 100,
    seed: 1,
    ...rest,
  };
}

/** The packages that offer what a configuration names; proxies that a table has on record need none. */
function pluginsFor(config: ProxyboConfig, registry: Registry): readonly ImportedPlugin[] {
  const wanted: readonly (readonly [Kind, readonly string[]])[] = [
    ["spaces", names(config.space)],
    ["surrogates", names(config.surrogate)],
    ["proxies", (config.proxies ?? []).flatMap((proxy) => names(proxy))],
    ["runtimes", names(config.runtime, "runtime")],
    ["datasets", names(config.dataset)],
    ["strategies", names(config.strategy)],
    ["objectives", names(config.objective)],
  ];
  const packages = wanted.flatMap(([kind, entries]) =>
    entries.flatMap((name) => {
      const found = registry.find(kind, name);
      if (isLeft(found)) {
        if (kind === "proxies") return [];
        throw found.left;
      }
      const { origin } = found.right;
      return origin.found === "built in" ? [] : [origin.via ?? origin.package];
    }),
  );
  return [...new Set(packages)].map((name) => ({ package: name, variable: variableFor(name) }));
}

function names(reference: ProxyboConfig["space"], field?: string): readonly string[] {
  return reference === undefined ? [] : [expandReference(reference, field).name];
}

/** What to install before the file runs, if anything. */
async function missingPackages(file: string): Promise<string | undefined> {
  const loaded = await loadConfig(file);
  return isLeft(loaded) ? loaded.left.hint : undefined;
}
