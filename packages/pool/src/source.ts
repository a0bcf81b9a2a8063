/** Where a worker gets its runtime from. All of it can be cloned. */
export interface RuntimeSource {
  /** URL of a module whose default export is a plugin, or a list of plugins. */
  readonly module: string;
  /** Name of the runtime among those that they offer. */
  readonly runtime: string;
  /** As its entry takes them, defaults filled in. */
  readonly options: Readonly<Record<string, unknown>>;
}
