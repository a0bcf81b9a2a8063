import type { SourceRecord } from "../files/source.ts";

/** Where an imported table comes from, as its file keeps it. */
export interface Provenance {
  readonly benchmark: string;
  readonly dataset: string;
  /** The space whose text form the column `arch` has. */
  readonly space: string;
  /** Whether every text was written by that space itself, so that a reader need not parse it. */
  readonly canonical: boolean;
  readonly metric: "accuracy" | "error";
  /** Files that it was made of, in the order in which they were imported. */
  readonly sources: readonly SourceRecord[];
  /** ISO 8601. */
  readonly date: string;
  /** Version of this package. */
  readonly importer: string;
  /** How it was computed, where it was filled by `proxybo tabulate`. */
  readonly tabulation?: Tabulation | undefined;
}

/** How a table was computed. */
export interface Tabulation {
  /** The command line. */
  readonly command: string;
  /** SHA-256 of the settings that decide the measurements: rows of one hash belong together. */
  readonly settings: string;
  /** Of the data set; empty where there was none. */
  readonly dataset: string;
  readonly runtime: string;
  readonly seed: number;
  /** Examples that live proxies were computed on. */
  readonly batchSize: number;
  /** Of Node.js and of each plugin. */
  readonly versions: Readonly<Record<string, string>>;
}

const prefix = "proxybo.";
const canonicalKey = `${prefix}canonical-space`;

/** As key-value metadata of a Parquet file. */
export function provenanceMetadata(
  provenance: Provenance,
): readonly { readonly key: string; readonly value: string }[] {
  const { canonical, ...fields } = provenance;
  return [
    ...Object.entries(fields)
      .filter(([, value]) => value !== undefined)
      .map(([field, value]) => ({
        key: prefix + field,
        value: typeof value === "string" ? value : JSON.stringify(value),
      })),
    // Read by the tables of @proxybo/core.
    ...(canonical ? [{ key: canonicalKey, value: provenance.space }] : []),
  ];
}

/** The provenance of a Parquet file, `undefined` where it was not imported by this package. */
export function readProvenance(
  metadata: readonly { readonly key: string; readonly value?: string | undefined }[] | undefined,
): Provenance | undefined {
  const values = new Map(metadata?.map(({ key, value }) => [key, value ?? ""]));
  const sources = values.get(`${prefix}sources`);
  if (sources === undefined) return undefined;
  const value = (field: string): string => values.get(prefix + field) ?? "";
  return {
    benchmark: value("benchmark"),
    dataset: value("dataset"),
    space: value("space"),
    canonical: values.has(canonicalKey),
    metric: value("metric") === "error" ? "error" : "accuracy",
    sources: JSON.parse(sources) as readonly SourceRecord[],
    date: value("date"),
    importer: value("importer"),
    ...(values.has(`${prefix}tabulation`) && {
      tabulation: JSON.parse(value("tabulation")) as Tabulation,
    }),
  };
}
