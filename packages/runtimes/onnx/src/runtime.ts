import {
  initialParameters,
  type InstantiateOptions,
  type Network,
  type NetworkRuntime,
  type NetworkSpec,
  ProxyboError,
} from "@proxybo/core";
import { checkParameters, planNetwork } from "@proxybo/core/runtime";
import { type BackendName, deviceOf } from "./backends.ts";
import { type Compute, copied, OnnxNetwork } from "./network/network.ts";
import { Passes } from "./network/passes.ts";
import type { OnnxOptions } from "./options.ts";
import { type OnnxRuntime, Sessions } from "./session/machine.ts";
import { Memory } from "./session/memory.ts";
import { type Machine, run } from "./session/run.ts";

/** Networks on ONNX Runtime. */
export class OnnxNetworkRuntime implements NetworkRuntime {
  readonly name = "onnx";
  readonly backend: BackendName;
  readonly device: "cpu" | "gpu";
  readonly #machine: Machine;
  readonly #block: number | undefined;
  readonly #networks = new Set<Network>();
  /** Passes take turns: they share one processor, sessions and memory. */
  #turn: Promise<unknown> = Promise.resolve();
  #disposed = false;

  constructor(ort: OnnxRuntime, { backend, threads, memory }: OnnxOptions, block?: number) {
    this.backend = backend;
    this.device = deviceOf(backend);
    this.#block = block;
    this.#machine = {
      ort,
      sessions: new Sessions(ort, { backend, threads, sessions: sessionsKept }),
      memory: new Memory(memory * 2 ** 30),
    };
  }

  async instantiate(spec: NetworkSpec, options: InstantiateOptions): Promise<Network> {
    this.#enter();
    const plan = planNetwork(spec);
    const { parameters, seed } = options;
    if (parameters) checkParameters(plan, parameters);
    const values = parameters ? copied(parameters) : initialParameters(spec, seed);
    const passes = new Passes(plan, this.#block);
    return new OnnxNetwork(this.#compute, plan, values, this.#networks, passes);
  }

  async dispose(): Promise<void> {
    await Promise.all([...this.#networks].map((network) => network.dispose()));
    this.#disposed = true;
    await this.#turn;
    await this.#machine.sessions.release();
    this.#machine.memory.clear();
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.dispose();
  }

  #enter(): void {
    if (this.#disposed) throw new ProxyboError("USAGE", "the runtime was disposed");
  }

  readonly #compute: Compute = (program, inputs) => {
    const found = this.#turn.then(() => {
      this.#enter();
      return run(this.#machine, program, inputs);
    });
    this.#turn = found.catch(() => undefined);
    return found;
  };
}

/** Enough for the kinds of segments of some search spaces; each takes some hundred kilobytes. */
const sessionsKept = 1024;
