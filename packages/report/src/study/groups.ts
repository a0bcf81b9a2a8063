import type { Json } from "@proxybo/core";
import type { ReportStudy } from "./study.ts";

/** Studies that differ in their seed only. */
export interface StudyGroup {
  readonly title: string;
  readonly studies: readonly ReportStudy[];
}

/** Fields of the settings that do not tell one method from another. */
const incidental = new Set([
  "seed",
  "name",
  "store",
  "evaluations",
  "plugins",
  "parallel",
  "timeout",
  "retries",
  "retryWait",
  "giveUpAfter",
  "track",
]);

/** Puts studies together that differ in seed, name or length only; a title says what tells the groups apart. */
export function groupStudies(studies: readonly ReportStudy[]): readonly StudyGroup[] {
  const groups = new Map<
    string,
    { readonly fields: ReadonlyMap<string, string>; readonly studies: ReportStudy[] }
  >();
  for (const study of studies) {
    const fields = methodFields(study.record.settings);
    const key = JSON.stringify([...fields].toSorted(([a], [b]) => (a < b ? -1 : 1)));
    const group = groups.get(key) ?? { fields, studies: [] };
    groups.set(key, group);
    group.studies.push(study);
  }
  const all = [...groups.values()];
  const names = [...new Set(all.flatMap(({ fields }) => [...fields.keys()]))];
  const telling = names.filter((name) => new Set(all.map(({ fields }) => fields.get(name))).size > 1);
  const long = all.map(({ fields, studies: [first] }) =>
    telling.length === 0
      ? (first?.record.name ?? "")
      : shorten(telling.map((name) => fields.get(name) ?? "none").join(", ")),
  );
  // Names of parts alone where they tell the groups apart: strategy, surrogate and proxies.
  const short = all.map(({ fields }) =>
    telling
      .map((name) => fields.get(name)?.replaceAll(/ \(.*?\)(?=, |$)/g, ""))
      .filter((name) => name !== undefined && name !== "")
      .join(", "),
  );
  const titles = telling.length > 0 && new Set(short).size === all.length ? short.map(shorten) : long;
  return all.map((group, i) => ({
    // Two groups that are cut to one title are told apart by their first study.
    title:
      titles.indexOf(titles[i]!) === titles.lastIndexOf(titles[i]!)
        ? titles[i]!
        : `${titles[i]} (${group.studies[0]!.record.id})`,
    studies: group.studies,
  }));
}

function methodFields(settings: Json): ReadonlyMap<string, string> {
  const config = configOf(settings);
  return new Map(
    Object.entries(config)
      .filter(([name]) => !incidental.has(name))
      .map(([name, value]) => [
        name,
        typeof value === "number" ? `${name} ${value}` : describeSetting(value),
      ]),
  );
}

/** The configuration within kept settings: of a run from the command line its part `config`, else all of it. */
export function configOf(settings: Json): Readonly<Record<string, Json>> {
  if (!isRecord(settings)) return {};
  const { config } = settings;
  return isRecord(config) ? config : settings;
}

/** A setting in a line: a part by its name and the options that it was given. */
export function describeSetting(value: Json): string {
  if (typeof value === "string") return value;
  if (Array.isArray(value)) return value.map(describeSetting).join(", ");
  if (isRecord(value) && typeof value["name"] === "string") {
    const { name, options } = value;
    const given = isRecord(options) ? Object.entries(options) : [];
    return given.length === 0
      ? name
      : `${name} (${given.map(([option, of]) => `${option} ${typeof of === "string" ? of : JSON.stringify(of)}`).join(", ")})`;
  }
  return JSON.stringify(value);
}

function isRecord(value: Json | undefined): value is Readonly<Record<string, Json>> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function shorten(text: string): string {
  return text.length <= 60 ? text : `${text.slice(0, 59)}…`;
}
