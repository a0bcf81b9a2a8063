import type { Random } from "../../random/random.ts";
import type { Shape } from "../../contracts/network.ts";
import type { TrainingSchedule } from "../../contracts/runtime.ts";

/**
 * Copies examples into one batch, mirrored and moved at random. `data` holds examples of `[…positions, channels]`;
 * `shape` is the contract's: `[channels, height, width]` for images. Draws only what the augmentation needs.
 */
export function gatherBatch(
  data: Float32Array,
  shape: Shape,
  examples: Uint32Array,
  augmentation: TrainingSchedule["augmentation"],
  random: Random,
): Float32Array {
  const size = shape.reduce((product, length) => product * length, 1);
  const batch = new Float32Array(examples.length * size);
  const augments = shape.length === 3 && (augmentation.flip || augmentation.shift > 0);
  for (const [i, example] of examples.entries()) {
    const source = data.subarray(example * size, (example + 1) * size);
    if (!augments) {
      batch.set(source, i * size);
      continue;
    }
    const mirrored = augmentation.flip && random.uniform() < 0.5;
    const reach = augmentation.shift;
    const down = reach > 0 ? random.integer(2 * reach + 1) - reach : 0;
    const right = reach > 0 ? random.integer(2 * reach + 1) - reach : 0;
    moveImage(source, shape, batch.subarray(i * size, (i + 1) * size), mirrored, down, right);
  }
  return batch;
}

/** Mirrors left–right, then moves down and to the right; what comes in from outside is 0. */
function moveImage(
  source: Float32Array,
  [channels, height, width]: Shape,
  target: Float32Array,
  mirrored: boolean,
  down: number,
  right: number,
): void {
  const depth = channels!;
  for (let row = Math.max(0, down); row < Math.min(height!, height! + down); row++)
    for (let column = Math.max(0, right); column < Math.min(width!, width! + right); column++) {
      const from = column - right;
      const at = ((row - down) * width! + (mirrored ? width! - 1 - from : from)) * depth;
      const to = (row * width! + column) * depth;
      for (let channel = 0; channel < depth; channel++) target[to + channel] = source[at + channel]!;
    }
}
