import type { Tensor } from "@tensorflow/tfjs-core";

/** The TensorFlow.js namespace; loaded by `await import`, so only its type may be named at the top of a file. */
export type TensorFlow = typeof import("@tensorflow/tfjs-core");

/** `tf.tidy` for results of any shape: tensors made inside and not returned are disposed. */
export function tidy<T>(tf: TensorFlow, make: () => T): T {
  return tf.tidy(make as never) as T;
}

/** A second tensor of the same memory, disposed on its own. (`tf.clone` copies on the wasm backend.) */
export function alias<T extends Tensor>(tf: TensorFlow, tensor: T): T {
  return tf.reshape(tensor, tensor.shape) as T;
}
