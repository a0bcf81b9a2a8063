import process from "node:process";
import { workerData } from "node:worker_threads";
import { match } from "ts-pattern";
import {
  createRegistry,
  directionalDerivative,
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

/**
 * Serves one lease: answers what comes through its port, until it is released and nothing is under way any more. Native code
 * must never be at work when a thread is ended, it would take the process along.
 */
export default async function serve({ port }: LeaseTask): Promise<void> {
  const send = (reply: Reply): void => port.postMessage(reply);
  const networks = new Map<number, Network>();
  const trainings = new Map<number, AbortController>();
  const underWay = new Set<Promise<void>>();
  const { promise: released, resolve: release } = Promise.withResolvers<void>();
  let spoiled = false;

  const answer = async (id: number, demand: Demand): Promise<void> => {
    try {
      const runtime = await opened!;
      const value = await perform(demand, runtime, networks, {
        signal: abortable(trainings, id),
        progress: (progress) => send({ type: "progress", id, progress }),
      });
      send({ type: "result", id, value: compact(value) });
    } catch (error) {
      const fault = faultOf(error);
      spoiled ||= fault.code === undefined;
      send({ type: "failed", id, fault });
    } finally {
      trainings.delete(id);
    }
  };
  port.on("message", (message: Message) => {
    match(message)
      .with({ type: "demand" }, ({ id, demand }) => {
        const answered = answer(id, demand);
        underWay.add(answered);
        void answered.finally(() => underWay.delete(answered));
      })
      .with({ type: "abort" }, ({ id }) => trainings.get(id)?.abort(ended))
      .with({ type: "release" }, () => {
        send({ type: "releasing" });
        for (const training of trainings.values()) training.abort(ended);
        release();
      })
      .exhaustive();
  });
  send({ type: "taken" });
  try {
    const { name, backend, device } = await (opened ??= openRuntime(workerData as RuntimeSource));
    send({ type: "ready", name, backend, device });
  } catch (error) {
    opened = undefined;
    send({ type: "refused", fault: faultOf(error) });
  }
  await released;
  while (underWay.size > 0) await Promise.all(underWay);
  for (const network of networks.values()) await network.dispose();
  port.close();
  // What something unforeseen left behind, e.g. of a failed allocation, is to hurt no other lease: another worker comes.
  if (spoiled) process.exit(0);
}

const ended = new ProxyboError("USAGE", "the training was ended");

function abortable(trainings: Map<number, AbortController>, id: number): AbortSignal {
  const controller = new AbortController();
  trainings.set(id, controller);
  return controller.signal;
}

type Given<P extends Pass> = Parameters<NonNullable<Network[P]>>;
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
      const target = networks.get(network)!;
      // Of a runtime without its own it is computed here: gradients are much to send.
      if (pass === "directionalDerivative")
        return directionalDerivative(target, ...(given as Given<"directionalDerivative">));
      const methods = target as unknown as Record<Pass, (...given: readonly unknown[]) => Promise<unknown>>;
      return methods[pass](...given);
    })
    .with({ type: "train" }, ({ network, examples, schedule }) =>
      networks.get(network)!.train(examples, schedule, watch),
    )
    .exhaustive();
}
