import type { TensorFlow } from "./tensorflow.ts";

const events = ["uncaughtException", "unhandledRejection"] as const;

/**
 * Starts a backend without its side effects: no banners and warnings, and no listeners for the process's errors (the
 * wasm module adds some that would throw a user's errors again, from inside TensorFlow.js).
 */
export async function quietly<T>(tf: TensorFlow, start: () => Promise<T>): Promise<T> {
  tf.enableProdMode();
  const before = new Map(events.map((event) => [event, process.rawListeners(event)]));
  try {
    return await start();
  } finally {
    for (const event of events)
      for (const listener of process.rawListeners(event))
        if (!before.get(event)!.includes(listener)) process.removeListener(event, listener as () => void);
  }
}
