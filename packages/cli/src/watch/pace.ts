import { stat } from "node:fs/promises";

/** A text that changes whenever the store may have: nothing is read while nothing was written. */
export async function storeStamp(file: string): Promise<string> {
  const stamps = await Promise.all(
    [file, `${file}-wal`].map((each) =>
      stat(each, { bigint: true }).then(
        ({ mtimeNs, size }) => `${mtimeNs} ${size}`,
        () => "none",
      ),
    ),
  );
  return stamps.join("; ");
}

/**
 * Lets work be done again when something changed, and not so often that it takes more than a fifth of a processor: the
 * search needs it.
 */
export class Throttle {
  #stamp: string | undefined;
  #after = 0;
  #working: Promise<void> | undefined;

  /** Does `work` if `stamp` is another than at the last time and enough time has passed; once at a time. */
  async whenChanged(stamp: string, work: () => Promise<void>): Promise<void> {
    if (this.#working !== undefined) return this.#working;
    if (stamp === this.#stamp || performance.now() < this.#after) return;
    this.#working = this.#measured(stamp, work);
    try {
      await this.#working;
    } finally {
      this.#working = undefined;
    }
  }

  async #measured(stamp: string, work: () => Promise<void>): Promise<void> {
    const started = performance.now();
    await work();
    this.#stamp = stamp;
    this.#after = performance.now() + 4 * (performance.now() - started);
  }
}
