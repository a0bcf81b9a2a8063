import type { Random } from "@proxybo/core";

/**
 * The models that were fitted last, by all that decides them: graphs, targets and random stream. A strategy that keeps
 * no state asks for the same model at every trial of a round; results are the same with and without.
 */
export class ModelMemo<Model> {
  readonly #models = new Map<string, Model>();
  readonly #capacity: number;

  constructor(capacity: number) {
    this.#capacity = capacity;
  }

  get(graphs: readonly string[], targets: Float64Array, random: Random, fit: () => Model): Model {
    const key = `${identify(random)} ${targets.join()} ${graphs.join("\n")}`;
    const known = this.#models.get(key);
    const model = known ?? fit();
    // Last used, last dropped.
    this.#models.delete(key);
    this.#models.set(key, model);
    if (this.#models.size > this.#capacity) this.#models.delete(this.#models.keys().next().value!);
    return model;
  }
}

/** 159 bits that depend on the seed and path of a stream, and on nothing drawn from it. */
function identify(random: Random): string {
  const stream = random.fork("identity");
  return `${stream.uniform()} ${stream.uniform()} ${stream.uniform()}`;
}
