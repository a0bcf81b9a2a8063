import type { Batch, Loss, Tensor } from "../contracts/runtime.ts";

/**
 * A batch of a transcription task; its labels are the numbers of symbols.
 *
 * @param inputs - `[n, features, length]`.
 * @param transcripts - n of them, symbols 1 … symbols.
 * @example
 * transcribed(inputs, [Int32Array.of(3, 1, 1), Int32Array.of(2)]).labels // => Int32Array [3, 1]
 */
export function transcribed(
  inputs: Tensor,
  transcripts: readonly Int32Array[],
): Batch & Required<Pick<Batch, "transcripts">> {
  return { inputs, labels: Int32Array.from(transcripts, ({ length }) => length), transcripts };
}

/** What networks are trained on by these examples: `ctc` where they have transcripts, else `cross-entropy`. */
export function lossOf({ transcripts }: Pick<Batch, "transcripts">): Loss {
  return transcripts === undefined ? "cross-entropy" : "ctc";
}
