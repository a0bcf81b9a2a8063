/** A benchmark table that a package carries: searches and comparisons find it by its name. */
export interface BenchmarkTable {
  /** What reports call it. */
  readonly title: string;
  /** The space of its architectures, with the options that their networks were trained with. */
  readonly space: { readonly name: string; readonly options?: Readonly<Record<string, unknown>> };
  /** The file (`file:`), a .parquet as `proxybo tabulate` and `proxybo data import` write it: it tells where it comes from. */
  readonly file: URL;
  /** How the objective `table` reads it, besides the path. */
  readonly options?: Readonly<Record<string, unknown>>;
}
