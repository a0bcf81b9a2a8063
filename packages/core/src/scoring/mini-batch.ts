import type { Dataset } from "../contracts/dataset.ts";
import type { Batch } from "../contracts/runtime.ts";
import { stratifiedOrder } from "../datasets/stratified.ts";
import { ProxyboError } from "../errors/error.ts";
import { createRandom } from "../random/random.ts";

/**
 * The mini-batch that proxies score architectures on: training examples drawn by `seed`, classes (or lengths of transcripts) in
 * proportion.
 *
 * @throws {ProxyboError} `OPTION_INVALID` where the data set has fewer training examples.
 * @example
 * (await drawMiniBatch(dataset, 64, 1)).labels.length // => 64
 */
export async function drawMiniBatch(dataset: Dataset, batchSize: number, seed: number): Promise<Batch> {
  const { inputs, labels, transcripts } = await dataset.examples("train");
  if (!Number.isInteger(batchSize) || batchSize < 1 || batchSize > labels.length)
    throw new ProxyboError(
      "OPTION_INVALID",
      `expected a batch size in 1 … ${labels.length} (the training examples of '${dataset.name}'), got ${batchSize}`,
      { place: { field: "batchSize" } },
    );
  const chosen = stratifiedOrder(labels, createRandom(seed, "mini-batch")).subarray(0, batchSize);
  const size = inputs.data.length / labels.length;
  const data = new Float32Array(batchSize * size);
  for (const [to, from] of chosen.entries())
    data.set(inputs.data.subarray(from * size, (from + 1) * size), to * size);
  return {
    inputs: { shape: [batchSize, ...inputs.shape.slice(1)], data },
    labels: Int32Array.from(chosen, (i) => labels[i]!),
    ...(transcripts && { transcripts: Array.from(chosen, (i) => transcripts[i]!) }),
  };
}
