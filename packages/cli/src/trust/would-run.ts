import {
  expandReference,
  type ProxyboConfig,
  ProxyboError,
  type Reference,
  type RunSettings,
} from "@proxybo/core";

/**
 * What going on with a study would run, a line each: its configuration file, programs and modules, and where plugins come
 * from. Nothing is loaded to tell. Texts of the study are printed so that they cannot steer a terminal.
 */
export function whatWouldRun(settings: RunSettings): readonly string[] {
  const { config, flags, sets, file, directory, plugins } = settings;
  const packages = plugins.map(({ package: name, version }) => printable(`${name}@${version}`));
  return [
    ...(file === null ? [] : [`the configuration file ${printable(file)}, where it is there`]),
    ...new Set([config, flags].flatMap(ofConfig)),
    ...new Set(
      [config, flags].flatMap(({ track = [] }) =>
        [track].flat().map((to) => `sends results to ${printable(to)}`),
      ),
    ),
    ...sets.map((assignment) => `with ${printable(assignment)}`),
    `plugin packages found from the folder ${printable(directory)}; the study names ${packages.join(", ") || "none"}`,
  ];
}

function ofConfig({ objective }: ProxyboConfig): readonly string[] {
  const { name, options } = expand(objective);
  const extent = Object.entries(options)
    .filter(([option]) => option === "env" || option === "cwd")
    .map(([option, value]) => `, ${option} ${printable(value)}`)
    .join("");
  if (Array.isArray(options["command"]))
    return [`the program ${options["command"].map(printable).join(" ")}${extent}`];
  if (name === "module") return [`the module ${printable(options["path"])}`];
  return [];
}

function expand(reference: Reference | undefined): ReturnType<typeof expandReference> {
  return reference === undefined ? { name: "", options: {} } : expandReference(reference);
}

/** A value as JSON, with what JSON leaves in but terminals act upon as escapes. */
function printable(value: unknown): string {
  return (JSON.stringify(value) ?? "nothing").replaceAll(
    /[\u007F-\u009F\u200E\u200F\u2028-\u202E\u2066-\u2069]/g,
    (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, "0")}`,
  );
}

/** The refusal to run what a study of unknown origin says. */
export function untrusted(name: string, settings: RunSettings): ProxyboError {
  return new ProxyboError(
    "STUDY_UNTRUSTED",
    `study ${printable(name)} was not started by you on this machine; what it says is run with --trust only`,
    {
      hint: [
        "it would run:",
        ...whatWouldRun(settings).map((line) => `  ${line}`),
        "where you know who made it, and want that: add --trust",
      ].join("\n"),
    },
  );
}
