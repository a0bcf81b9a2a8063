import type { Provenance, TableInfo } from "@proxybo/importers";
import { paint } from "../terminal/paint.ts";
import { columns, count } from "../terminal/text.ts";

/** One line of a list of tables. */
export function tableRow(name: string, { rows, bytes, provenance }: TableInfo): readonly string[] {
  return [
    paint("cyan", name),
    count(rows, "row"),
    size(bytes),
    provenance?.benchmark ?? "",
    provenance?.date.slice(0, 10) ?? "",
  ];
}

/** Everything about one table. */
export function tableLines(name: string, info: TableInfo): readonly string[] {
  const { provenance } = info;
  const named = (kind: "text" | "number"): string =>
    info.columns
      .filter((column) => column.kind === kind)
      .map((column) => column.name)
      .join(", ");
  return [
    `${paint("bold", name)}  ${info.file}`,
    ...columns(
      [
        ["rows", String(info.rows)],
        ["size", size(info.bytes)],
        ["numbers", named("number")],
        ["texts", named("text")],
        ...(provenance === undefined
          ? []
          : [
              ["benchmark", provenance.benchmark],
              ...(provenance.dataset === "" ? [] : [["data set", provenance.dataset]]),
              ...(provenance.space === "" ? [] : [["space", provenance.space]]),
              ["holds", provenance.metric === "error" ? "errors" : "accuracies"],
              ...origin(provenance),
              ...provenance.sources.map((source, i) => [i === 0 ? "from" : "", `${source.name}, ${size(source.bytes)}, sha256 ${source.sha256}`]),
            ]),
      ].map(([label, value]) => [paint("dim", label!), value!]),
      "  ",
    ),
  ];
}

function origin({ date, importer, tabulation }: Provenance): readonly (readonly string[])[] {
  if (tabulation === undefined) return [["imported", `${date} by @proxybo/importers ${importer}`]];
  const { command, settings, dataset, runtime, seed, versions } = tabulation;
  return [
    ["computed", `${date} by ${command}`],
    ["settings", settings],
    ...(dataset === "" ? [] : [["data", dataset]]),
    ["runtime", runtime],
    ["seed", String(seed)],
    ["versions", Object.entries(versions).map((one) => one.join(" ")).join(", ")],
  ];
}

/** Bytes for people. */
function size(bytes: number): string {
  if (bytes < 1000) return `${bytes} B`;
  const units = ["kB", "MB", "GB", "TB"];
  const unit = Math.min(units.length - 1, Math.floor(Math.log10(bytes) / 3) - 1);
  return `${(bytes / 1000 ** (unit + 1)).toFixed(1)} ${units[unit]}`;
}
