import { ProxyboError } from "@proxybo/core";

interface Allocating {
  // Emscripten's names.
  // oxlint-disable eslint/no-underscore-dangle
  readonly wasm: { _malloc: (bytes: number) => number; readonly _free: (address: number) => void };
}

const mended = new WeakSet<object>();

/**
 * Mends the allocation of the wasm backend. It takes addresses beyond 2 GiB for negative numbers, and goes on with
 * address 0 when memory is full, which ends the process.
 */
export function mendAllocation(backend: object): void {
  if (mended.has(backend)) return;
  mended.add(backend);
  const { wasm } = backend as Allocating;
  // The first call puts the real function in its own place.
  wasm._free(wasm._malloc(1));
  const allocate = wasm._malloc;
  wasm._malloc = (bytes) => {
    const address = allocate(bytes) >>> 0;
    if (address === 0)
      throw new ProxyboError("USAGE", `WebAssembly memory is full: ${bytes} bytes more were asked for`, {
        hint: "use smaller batches, dispose of networks that are no longer used, or use a native backend",
      });
    return address;
  };
}
