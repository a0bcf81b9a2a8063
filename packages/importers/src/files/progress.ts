/** How far an import is. */
export interface ImportProgress {
  /** What is being done, e.g. `reading`. */
  readonly phase: string;
  /** Bytes, files or rows: only their ratio means something. */
  readonly done: number;
  readonly total: number;
}

/** What importers share: where to report to, and how to be stopped. */
export interface ImportWatch {
  readonly progress?: ((progress: ImportProgress) => void) | undefined;
  readonly signal?: AbortSignal | undefined;
}
