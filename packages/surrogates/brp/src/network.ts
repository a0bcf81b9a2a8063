import type { GraphBatch } from "./graph-batch.ts";
import { addProduct, multiply, transpose } from "./matrix.ts";
import type { Parameters } from "./parameters.ts";

/**
 * Graph convolutions (Kipf & Welling, ICLR 2017): H₁ = relu(Â·E[labels] + b₁), Hₗ = relu(Â·Hₗ₋₁·Wₗ + bₗ); a graph's score
 * is the mean of its nodes in H_L times the readout. Scores have no zero of their own: only differences mean something.
 *
 * Owns the buffers of one pass; the arrays that it gives are good until the next.
 */
export class GraphNetwork {
  readonly #parameters: Parameters;
  /** Hₗ of every layer, nodes × hidden. */
  #activations: Float64Array[] = [];
  #product = new Float64Array(0);
  #gradient = new Float64Array(0);
  #pooled = new Float64Array(0);
  #scores = new Float64Array(0);
  readonly #transposed: Float64Array;
  #capacity = 0;

  constructor(parameters: Parameters) {
    this.#parameters = parameters;
    this.#transposed = new Float64Array(parameters.size.hidden ** 2);
  }

  /** The score of each graph of the batch. */
  forward(batch: GraphBatch): Float64Array {
    const { size, embedding, weights, biases, readout } = this.#parameters;
    const { hidden, layers } = size;
    this.#reserve(batch);
    this.#lookUp(batch, embedding);
    for (let layer = 0; layer < layers; layer++) {
      const out = this.#activations[layer]!;
      if (layer > 0) {
        const input = this.#activations[layer - 1]!;
        multiply(input, weights[layer - 1]!, this.#product, batch.nodes, hidden, hidden);
      }
      gather(batch, this.#product, biases[layer]!, out, hidden);
    }
    return this.#read(batch, this.#activations[layers - 1]!, readout);
  }

  /**
   * Adds the gradient of a loss to `gradients`, after `forward` of the same batch.
   *
   * @param scoreGradients - ∂loss/∂score of each graph.
   */
  backward(batch: GraphBatch, scoreGradients: Float64Array, gradients: Parameters): void {
    const { size, weights, readout } = this.#parameters;
    const { hidden, layers } = size;
    const { graphs, starts, nodes } = batch;
    const gradient = this.#gradient;
    for (let g = 0; g < graphs; g++) {
      const slope = scoreGradients[g]!;
      const from = starts[g]!;
      const to = starts[g + 1]!;
      for (let j = 0; j < hidden; j++) {
        gradients.readout[j]! += slope * this.#pooled[g * hidden + j]!;
        const each = (slope * readout[j]!) / (to - from);
        for (let node = from; node < to; node++) gradient[node * hidden + j] = each;
      }
    }
    for (let layer = layers - 1; layer >= 0; layer--) {
      throughRelu(gradient, this.#activations[layer]!, gradients.biases[layer]!, nodes, hidden);
      scatter(batch, gradient, this.#product, hidden);
      if (layer === 0) break;
      const matrix = weights[layer - 1]!;
      addProduct(
        this.#activations[layer - 1]!,
        this.#product,
        gradients.weights[layer - 1]!,
        nodes,
        hidden,
        hidden,
      );
      transpose(matrix, this.#transposed, hidden, hidden);
      multiply(this.#product, this.#transposed, gradient, nodes, hidden, hidden);
    }
    for (let node = 0; node < nodes; node++) {
      const row = batch.codes[node]! * hidden;
      for (let j = 0; j < hidden; j++) gradients.embedding[row + j]! += this.#product[node * hidden + j]!;
    }
  }

  #lookUp({ nodes, codes }: GraphBatch, embedding: Float64Array): void {
    const { hidden } = this.#parameters.size;
    for (let node = 0; node < nodes; node++) {
      const row = codes[node]! * hidden;
      for (let j = 0; j < hidden; j++) this.#product[node * hidden + j] = embedding[row + j]!;
    }
  }

  #read({ graphs, starts }: GraphBatch, last: Float64Array, readout: Float64Array): Float64Array {
    const { hidden } = this.#parameters.size;
    for (let g = 0; g < graphs; g++) {
      const from = starts[g]!;
      const to = starts[g + 1]!;
      let score = 0;
      for (let j = 0; j < hidden; j++) {
        let sum = 0;
        for (let node = from; node < to; node++) sum += last[node * hidden + j]!;
        const mean = sum / (to - from);
        this.#pooled[g * hidden + j] = mean;
        score += mean * readout[j]!;
      }
      this.#scores[g] = score;
    }
    return this.#scores.subarray(0, graphs);
  }

  #reserve({ nodes, graphs }: GraphBatch): void {
    const { hidden, layers } = this.#parameters.size;
    if (nodes > this.#capacity) {
      this.#capacity = nodes;
      this.#activations = Array.from({ length: layers }, () => new Float64Array(nodes * hidden));
      this.#product = new Float64Array(nodes * hidden);
      this.#gradient = new Float64Array(nodes * hidden);
    }
    if (graphs > this.#scores.length) {
      this.#scores = new Float64Array(graphs);
      this.#pooled = new Float64Array(graphs * hidden);
    }
  }
}

/** out = relu(Â · values + bias). */
function gather(
  { nodes, offsets, sources, weights }: GraphBatch,
  values: Float64Array,
  bias: Float64Array,
  out: Float64Array,
  hidden: number,
): void {
  for (let node = 0; node < nodes; node++) {
    const row = node * hidden;
    for (let j = 0; j < hidden; j++) out[row + j] = bias[j]!;
    for (let e = offsets[node]!; e < offsets[node + 1]!; e++) {
      const from = sources[e]! * hidden;
      const weight = weights[e]!;
      for (let j = 0; j < hidden; j++) out[row + j]! += weight * values[from + j]!;
    }
    for (let j = 0; j < hidden; j++) if (out[row + j]! < 0) out[row + j] = 0;
  }
}

/** out = Âᵀ · gradient. */
function scatter(
  { nodes, offsets, sources, weights }: GraphBatch,
  gradient: Float64Array,
  out: Float64Array,
  hidden: number,
): void {
  out.fill(0, 0, nodes * hidden);
  for (let node = 0; node < nodes; node++) {
    const row = node * hidden;
    for (let e = offsets[node]!; e < offsets[node + 1]!; e++) {
      const to = sources[e]! * hidden;
      const weight = weights[e]!;
      for (let j = 0; j < hidden; j++) out[to + j]! += weight * gradient[row + j]!;
    }
  }
}

/** gradient ⊙= [activation > 0], in place; its column sums are added to the gradient of the bias. */
function throughRelu(
  gradient: Float64Array,
  activation: Float64Array,
  bias: Float64Array,
  nodes: number,
  hidden: number,
): void {
  for (let node = 0; node < nodes; node++) {
    for (let j = 0; j < hidden; j++) {
      const at = node * hidden + j;
      if (activation[at]! > 0) bias[j]! += gradient[at]!;
      else gradient[at] = 0;
    }
  }
}
