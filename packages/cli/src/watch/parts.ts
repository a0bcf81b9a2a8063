import type { Markup } from "@proxybo/report";

/** A part of a page as it is sent: with the version at which it last changed. */
export interface Part {
  readonly name: string;
  readonly markup: string;
  readonly version: number;
}

/** The parts of a page that is followed: remembers what changed when, and tells listeners. */
export class Parts {
  readonly #parts: Map<string, Part>;
  readonly #listeners = new Set<(part: Part) => void>();
  #version = 0;

  /** @param names - of all parts, in the order of the page. */
  constructor(names: readonly string[]) {
    this.#parts = new Map(names.map((name) => [name, { name, markup: "", version: 0 }]));
  }

  get version(): number {
    return this.#version;
  }

  get followed(): boolean {
    return this.#listeners.size > 0;
  }

  /** All parts, or those that changed after a version. */
  all(since = -1): readonly Part[] {
    return [...this.#parts.values()].filter(({ version }) => version > since);
  }

  set(name: string, markup: Markup | "" | undefined): void {
    const text = markup === "" || markup === undefined ? "" : markup.markup;
    if (this.#parts.get(name)?.markup === text) return;
    const part: Part = { name, markup: text, version: ++this.#version };
    this.#parts.set(name, part);
    for (const listener of this.#listeners) listener(part);
  }

  /** Hears of every change until the function that it gives is called. */
  listen(listener: (part: Part) => void): () => void {
    this.#listeners.add(listener);
    return () => void this.#listeners.delete(listener);
  }
}
