import { isCancel, multiselect, select, text } from "@clack/prompts";
import { ProxyboError, type ProxyboConfig, type Registry } from "@proxybo/core";
import { lacksDecisions } from "./own-space.ts";

/** Asks on the terminal for what the flags did not say. */
export async function ask(given: ProxyboConfig, registry: Registry): Promise<ProxyboConfig> {
  const space = given.space ?? (await choose("What is searched?", registry.names("spaces")));
  if (lacksDecisions({ space }))
    return { ...given, space, evaluations: given.evaluations ?? (await askCount("30")) };
  const objective = given.objective ?? (await askObjective());
  const strategy =
    given.strategy ?? (await choose("What decides?", ["proxygp", "proxybo", "bo", "evolution", "random"]));
  const usesProxies = given.proxies === undefined && (strategy === "proxybo" || strategy === "proxygp");
  const proxies = usesProxies
    ? await chooseSome("Which zero-cost proxies?", registry.names("proxies"))
    : given.proxies;
  const live = typeof objective === "object" && objective.name === "table" ? undefined : "fashion-mnist";
  const dataset =
    given.dataset ?? (live && (await choose("Which data set?", registry.names("datasets"), live)));
  const evaluations = given.evaluations ?? (await askCount("100"));
  return {
    ...given,
    space,
    objective,
    strategy,
    ...(proxies && { proxies }),
    ...(dataset !== undefined && { dataset }),
    evaluations,
  };
}

async function askCount(usual: string): Promise<number> {
  return Number(await enter("How many evaluations?", usual, isCount));
}

async function askObjective(): Promise<NonNullable<ProxyboConfig["objective"]>> {
  const kind = answered(
    await select({
      message: "What measures an architecture?",
      options: [
        { value: "train", label: "training here", hint: "on a data set, in this process" },
        { value: "table", label: "a benchmark table", hint: ".csv, .csv.gz or .parquet" },
        { value: "command", label: "a program of mine", hint: "any language, JSON in and out" },
        { value: "module", label: "a function of mine", hint: "a .ts or .js file" },
      ],
    }),
  );
  if (kind === "train") return { name: kind, options: { epochs: 12 } };
  if (kind === "command")
    return {
      name: kind,
      options: { command: (await enter("Which program?", "python3 train.py")).split(/\s+/) },
    };
  return {
    name: kind,
    options: { path: await enter("Which file?", kind === "table" ? "table.csv" : "./evaluate.ts") },
  };
}

async function choose(message: string, names: readonly string[], initial?: string): Promise<string> {
  if (names.length <= 1) return names[0] ?? initial ?? "";
  const options = names.map((value) => ({ value, label: value }));
  return answered(
    await select({ message, options, ...(initial !== undefined && { initialValue: initial }) }),
  );
}

async function chooseSome(message: string, names: readonly string[]): Promise<string[]> {
  if (names.length === 0) return [];
  const options = names.map((value) => ({ value, label: value }));
  return answered(await multiselect({ message, options, initialValues: [...names], required: false }));
}

async function enter(
  message: string,
  initialValue: string,
  check: (value: string) => string | undefined = () => undefined,
): Promise<string> {
  return answered(await text({ message, initialValue, validate: (value) => check(value ?? "") }));
}

function isCount(value: string): string | undefined {
  return /^[1-9]\d*$/.test(value) ? undefined : "a whole number, at least 1";
}

function answered<T>(answer: T): Exclude<T, symbol> {
  if (isCancel(answer)) throw new ProxyboError("USAGE", "cancelled; nothing was written");
  return answer as Exclude<T, symbol>;
}
