import { once } from "node:events";
import { workerData } from "node:worker_threads";
import { match } from "ts-pattern";
import {
  createRegistry,
  type Network,
  type NetworkRuntime,
  orThrow,
  type PluginInput,
  ProxyboError,
} from "@proxybo/core";
import { compact } from "./compact.ts";
import { faultOf } from "./fault.ts";
import type { Demand, LeaseTask, Message, Pass, Reply } from "./messages.ts";
import type { RuntimeSource } from "./source.ts";

/** The runtime of this worker: made for its first lease, kept for the others. */
let opened: Promise<NetworkRuntime> | undefined;

async function openRuntime({ module, runtime, options }: RuntimeSource): Promise<NetworkRuntime> {
  const { default: plugins } = (await import(module)) as { readonly default: PluginInput };
  const { entry } = orThrow(createRegistry([plugins]).find("runtimes", runtime));
  return entry.create(options);
}

/** Serves one lease: answers what comes through its port, until it is released. */
export default async function serve({ port }: LeaseTask): Promise<void> {
  const send = (reply: Reply): void => port.postMessage(reply);
  let runtime: NetworkRuntime;
  try {
    runtime = await (opened ??= openRuntime(workerData as RuntimeSource));
  } catch (error) {
    opened = undefined;
    send({ type: "refused", fault: faultOf(error) });
    // The release: were this the end, the message might not be read.
    await once(port, "message");
    port.close();
    return;
  }
  const networks = new Map<number, Network>();
  const trainings = new Map<number, AbortController>();
  const answer = async (id: number, demand: Demand): Promise<void> => {
    try {
      const value = await perform(demand, runtime, networks, {
        signal: abortable(trainings, id),
        progress: (progress) => send({ type: "progress", id, progress }),
      });
      send({ type: "result", id, value: compact(value) });
    } catch (error) {
      send({ type: "failed", id, fault: faultOf(error) });
    } finally {
      trainings.delete(id);
    }
  };
  await new Promise<void>((resolve) => {
    port.on("message", (message: Message) => {
      match(message)
        .with({ type: "demand" }, ({ id, demand }) => void answer(id, demand))
        .with({ type: "abort" }, ({ id }) =>
          trainings.get(id)?.abort(new ProxyboError("USAGE", "the training was ended")),
        )
        .with({ type: "release" }, () => resolve())
        .exhaustive();
    });
    send({ type: "ready", name: runtime.name, backend: runtime.backend, device: runtime.device });
  });
  port.close();
  for (const network of networks.values()) await network.dispose();
}

function abortable(trainings: Map<number, AbortController>, id: number): AbortSignal {
  const controller = new AbortController();
  trainings.set(id, controller);
  return controller.signal;
}

type Watch = NonNullable<Parameters<Network["train"]>[2]>;

async function perform(
  demand: Demand,
  runtime: NetworkRuntime,
  networks: Map<number, Network>,
  watch: Watch,
): Promise<unknown> {
  const keep = (number: number, network: Network): Network["parameters"] => {
    networks.set(number, network);
    return network.parameters;
  };
  return match(demand)
    .with({ type: "instantiate" }, async ({ network, spec, options }) =>
      keep(network, await runtime.instantiate(spec, options)),
    )
    .with({ type: "derive" }, async ({ network, from, parameters }) => {
      const source = networks.get(from)!;
      const places = new Map(source.parameters.map(({ name }, i) => [name, i]));
      return keep(network, await source.withParameters((_, { name }) => parameters[places.get(name)!]!));
    })
    .with({ type: "pass" }, ({ network, pass, given }) => {
      const methods = networks.get(network)! as unknown as Record<
        Pass,
        (...given: readonly unknown[]) => Promise<unknown>
      >;
      return methods[pass](...given);
    })
    .with({ type: "train" }, ({ network, examples, schedule }) =>
      networks.get(network)!.train(examples, schedule, watch),
    )
    .exhaustive();
}
