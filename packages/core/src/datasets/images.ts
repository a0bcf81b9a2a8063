import type { Dataset, Split } from "../contracts/dataset.ts";
import type { Batch } from "../contracts/runtime.ts";

/** Images as they are stored: `pixels` is `[n, channels, height, width]`, row-major, of any range. */
export interface LabelledImages {
  readonly pixels: Uint8Array | Float32Array;
  /** Classes 0 … classes − 1, n of them. */
  readonly labels: Uint8Array | Int32Array;
}

/** What an image data set is made of. */
export interface ImageDatasetParts {
  readonly name: string;
  /** Must change when the images or their order change. */
  readonly fingerprint: string;
  readonly classes: readonly string[];
  /** Of one image: channels, height, width. */
  readonly shape: readonly [number, number, number];
  /** Reads a split; called once each. */
  readonly load: (split: Split) => Promise<LabelledImages>;
}

/**
 * A data set of images: reads each split when it is first asked for, keeps it, and normalises every channel by mean and
 * standard deviation of the training split.
 *
 * @example
 * const dataset = imageDataset({ name: "mine", fingerprint: "mine-1", classes: ["cat", "dog"], shape: [3, 32, 32], load });
 * (await dataset.examples("train")).inputs.shape // => [n, 3, 32, 32]
 */
export function imageDataset(parts: ImageDatasetParts): Dataset {
  const images = once(parts.load);
  const channels = parts.shape[0];
  const statistics = async () => channelStatistics((await images("train")).pixels, parts.shape);
  const examples = once(async (split): Promise<Batch> => {
    const [{ mean, deviation }, { pixels, labels }] = await Promise.all([statistics(), images(split)]);
    const area = parts.shape[1] * parts.shape[2];
    const data = new Float32Array(pixels.length);
    for (let start = 0, channel = 0; start < pixels.length; start += area, channel = (channel + 1) % channels)
      for (let i = start; i < start + area; i++)
        data[i] = (pixels[i]! - mean[channel]!) / deviation[channel]!;
    return { inputs: { shape: [labels.length, ...parts.shape], data }, labels: Int32Array.from(labels) };
  });
  return {
    name: parts.name,
    fingerprint: parts.fingerprint,
    task: { kind: "classification", input: parts.shape, classes: parts.classes.length },
    classes: parts.classes,
    examples,
  };
}

function once<T>(load: (split: Split) => Promise<T>): (split: Split) => Promise<T> {
  const kept = new Map<Split, Promise<T>>();
  return (split) => {
    const found = kept.get(split) ?? load(split);
    kept.set(split, found);
    return found;
  };
}

/** Mean and standard deviation (of the population; 1 where it is 0) of each channel. */
function channelStatistics(
  pixels: Uint8Array | Float32Array,
  [channels, height, width]: readonly [number, number, number],
): { mean: Float64Array; deviation: Float64Array } {
  const area = height * width;
  const sum = new Float64Array(channels);
  const squares = new Float64Array(channels);
  for (let start = 0, channel = 0; start < pixels.length; start += area, channel = (channel + 1) % channels)
    for (let i = start; i < start + area; i++) {
      sum[channel]! += pixels[i]!;
      squares[channel]! += pixels[i]! ** 2;
    }
  const count = pixels.length / channels;
  const mean = sum.map((total) => total / count);
  const deviation = squares.map((total, c) => Math.sqrt(Math.max(total / count - mean[c]! ** 2, 0)) || 1);
  return { mean, deviation };
}
