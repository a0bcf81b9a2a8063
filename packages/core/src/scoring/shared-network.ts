import type { NetworkSpec } from "../contracts/network.ts";
import type { ProxyContext } from "../contracts/proxy.ts";
import type { Batch, Network, NetworkRuntime } from "../contracts/runtime.ts";
import { ProxyboError } from "../errors/error.ts";

/**
 * What proxies see of the architecture that they score together. A class, since an object literal with getters would get a shape of
 * its own each time, which V8 keeps with all that the getters see: counting 15,625 networks then took four times as long.
 */
export class SharedNetwork implements ProxyContext, AsyncDisposable {
  readonly spec: NetworkSpec;
  readonly seed: number;
  readonly #runtime: NetworkRuntime | undefined;
  readonly #batch: Batch | undefined;
  #network: Promise<Network> | undefined;

  constructor(
    spec: NetworkSpec,
    given: { readonly seed: number; readonly runtime?: NetworkRuntime; readonly batch?: Batch },
  ) {
    this.spec = spec;
    this.seed = given.seed;
    this.#runtime = given.runtime;
    this.#batch = given.batch;
  }

  get batch(): Batch {
    return this.#batch ?? raise(missing("a mini-batch"));
  }

  get runtime(): NetworkRuntime {
    return this.#runtime ?? raise(missing("a runtime"));
  }

  // A field, so that a proxy may take it out of the context.
  readonly network = async (): Promise<Network> =>
    (this.#network ??= this.runtime.instantiate(this.spec, { seed: this.seed }));

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#network?.then(
      (network) => network.dispose(),
      () => undefined,
    );
  }
}

/** What a proxy asked for and was not given. */
export function missing(what: string, proxy = "a proxy that says it reads the spec only"): ProxyboError {
  return new ProxyboError("USAGE", `${proxy} needs ${what}, and none was given`);
}

function raise(error: Error): never {
  throw error;
}
