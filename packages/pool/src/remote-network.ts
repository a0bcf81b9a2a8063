import type { InstantiateOptions, Network, NetworkSpec } from "@proxybo/core";
import { shareExamples } from "./compact.ts";
import type { Demand, Made, Pass } from "./messages.ts";

export type TrainingWatch = NonNullable<Parameters<Network["train"]>[2]>;

/** What a network in a worker is reached through. */
export interface Line {
  /** Asks the worker, and gives what it answers; `watch` follows and ends a training. */
  ask(demand: Demand, watch?: TrainingWatch): Promise<unknown>;
  /** A number that no network of the lease has. */
  nextNumber(): number;
  /** Called once for each network when it is made, and when it is disposed. */
  made(): void;
  disposed(): void;
}

/** A network in a worker. What a function of the caller's decides is decided on the caller's side. */
function remoteNetwork(line: Line, network: number, spec: NetworkSpec, parameters: Made): Network {
  const pass = <P extends Pass>(name: P): NonNullable<Network[P]> =>
    // Each pass has its own arguments and result; the worker's network checks and gives them.
    ((...given: readonly unknown[]) =>
      line.ask({ type: "pass", network, pass: name, given })) as unknown as NonNullable<Network[P]>;
  let gone: Promise<void> | undefined;
  line.made();
  const dispose = (): Promise<void> =>
    (gone ??= pass("dispose")()
      // A worker that is gone has nothing to dispose.
      .catch(() => undefined)
      .finally(() => line.disposed()));
  return {
    spec,
    parameters,
    read: pass("read"),
    forward: pass("forward"),
    gradients: pass("gradients"),
    directionalDerivative: pass("directionalDerivative"),
    inputGradients: pass("inputGradients"),
    channelGradients: pass("channelGradients"),
    hessianProduct: pass("hessianProduct"),
    batchStatistics: pass("batchStatistics"),
    activations: pass("activations"),
    withParameters: async (transform) => {
      const values = await pass("read")();
      const changed = values.map((value, i) => transform(value, parameters[i]!));
      const number = line.nextNumber();
      const made = await line.ask({ type: "derive", network: number, from: network, parameters: changed });
      return remoteNetwork(line, number, spec, made as Made);
    },
    train: async (examples, schedule, watch) => {
      watch?.signal?.throwIfAborted();
      const demand: Demand = { type: "train", network, examples: shareExamples(examples), schedule };
      return (await line.ask(demand, watch)) as Awaited<ReturnType<Network["train"]>>;
    },
    evaluate: (examples, batchSize) => pass("evaluate")(shareExamples(examples), batchSize),
    dispose,
    [Symbol.asyncDispose]: dispose,
  };
}

/** Makes a network in a worker. */
export async function instantiate(
  line: Line,
  spec: NetworkSpec,
  options: InstantiateOptions,
): Promise<Network> {
  const network = line.nextNumber();
  const made = await line.ask({ type: "instantiate", network, spec, options });
  return remoteNetwork(line, network, spec, made as Made);
}
