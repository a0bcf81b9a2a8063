import type { Random } from "@proxybo/core";

/** The sizes of a network. */
export interface NetworkSize {
  /** Rows of the embedding: kinds of operations that were seen. */
  readonly labels: number;
  readonly layers: number;
  readonly hidden: number;
}

/**
 * The parameters of a graph convolutional network, views of one flat array: an embedding (labels × hidden; the first
 * layer's weights, as its inputs are one-hot), weights (hidden × hidden) of the other layers, biases of all, and the
 * readout (hidden).
 */
export interface Parameters {
  readonly size: NetworkSize;
  readonly flat: Float64Array;
  readonly embedding: Float64Array;
  /** Of layers 2 … L. */
  readonly weights: readonly Float64Array[];
  readonly biases: readonly Float64Array[];
  readonly readout: Float64Array;
}

/** Views of a flat array of the right length; of zeros where none is given. */
export function parametersOf(size: NetworkSize, given?: Float64Array): Parameters {
  const { labels, layers, hidden } = size;
  const flat =
    given ?? new Float64Array(labels * hidden + (layers - 1) * hidden * hidden + (layers + 1) * hidden);
  let at = 0;
  const take = (length: number): Float64Array => flat.subarray(at, (at += length));
  const embedding = take(labels * hidden);
  const weights = Array.from({ length: layers - 1 }, () => take(hidden * hidden));
  const biases = Array.from({ length: layers }, () => take(hidden));
  const readout = take(hidden);
  return { size, flat, embedding, weights, biases, readout };
}

/** Glorot's uniform initialisation (2010); biases are 0. */
export function initialParameters(size: NetworkSize, random: Random): Parameters {
  const parameters = parametersOf(size);
  const { labels, hidden } = size;
  const fill = (matrix: Float64Array, inputs: number, outputs: number): void => {
    const bound = Math.sqrt(6 / (inputs + outputs));
    for (let i = 0; i < matrix.length; i++) matrix[i] = bound * (2 * random.uniform() - 1);
  };
  fill(parameters.embedding, labels, hidden);
  for (const matrix of parameters.weights) fill(matrix, hidden, hidden);
  fill(parameters.readout, hidden, 1);
  return parameters;
}
