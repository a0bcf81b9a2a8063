import { MessageChannel, type MessagePort } from "node:worker_threads";
import type { InstantiateOptions, Network, NetworkSpec, RuntimeLease } from "@proxybo/core";
import type { Piscina } from "piscina";
import { match } from "ts-pattern";
import { compact } from "./compact.ts";
import { errorOf, type Fault } from "./fault.ts";
import { workerLost } from "./lost.ts";
import type { Demand, LeaseTask, Message, Reply } from "./messages.ts";
import { instantiate, type Line, type TrainingWatch } from "./remote-network.ts";

interface Demanded {
  readonly resolve: (value: unknown) => void;
  readonly reject: (reason: unknown) => void;
  readonly watch: TrainingWatch | undefined;
}

/** One worker for one piece of work: a task of the pool that lasts until the lease is disposed. */
export class WorkerLease implements RuntimeLease, Line {
  name = "";
  backend = "";
  device: "cpu" | "gpu" = "cpu";
  readonly #port: MessagePort;
  readonly #ended = new AbortController();
  /** Aborted: the worker is stopped, whatever it is at. */
  readonly #stop = new AbortController();
  /** Resolves when the worker serves the lease no more. */
  readonly #served: Promise<void>;
  readonly #ready: Promise<void>;
  readonly #demanded = new Map<number, Demanded>();
  #numbers = 0;
  #networks = 0;
  #released: Promise<void> | undefined;
  /** Something unforeseen was thrown in the worker: what it left there is to hurt no other lease. */
  #spoiled = false;
  /** Called when the last network is disposed. */
  whenEmpty: () => void = () => {};

  private constructor(pool: Piscina<LeaseTask, void>, signal: AbortSignal | undefined) {
    const { port1, port2 } = new MessageChannel();
    this.#port = port1;
    const task = pool.run(
      { port: port2 },
      {
        // Piscina takes its type from Node.js, where Deno's types have another.
        transferList: [port2] as never,
        signal: signal === undefined ? this.#stop.signal : AbortSignal.any([signal, this.#stop.signal]),
      },
    );
    this.#served = task.then(
      () => this.#end(workerLost("its lease was given back")),
      (error: unknown) => this.#end(signal?.aborted ? signal.reason : workerLost(error)),
    );
    this.#ready = new Promise((resolve, reject) => {
      this.#demanded.set(0, { resolve: () => resolve(), reject, watch: undefined });
    });
    port1.on("message", (reply: Reply) => this.#hear(reply));
  }

  /** Waits for a free worker, and for its runtime. */
  static async open(pool: Piscina<LeaseTask, void>, signal?: AbortSignal): Promise<WorkerLease> {
    signal?.throwIfAborted();
    const lease = new WorkerLease(pool, signal);
    try {
      await lease.#ready;
      return lease;
    } catch (error) {
      await lease.dispose();
      throw error;
    }
  }

  get ended(): AbortSignal {
    return this.#ended.signal;
  }

  instantiate(spec: NetworkSpec, options: InstantiateOptions): Promise<Network> {
    return instantiate(this, spec, options);
  }

  async ask(demand: Demand, watch?: TrainingWatch): Promise<unknown> {
    this.ended.throwIfAborted();
    const id = this.nextNumber();
    const answer = new Promise<unknown>((resolve, reject) => {
      this.#demanded.set(id, { resolve, reject, watch });
    });
    this.#tell({ type: "demand", id, demand: compact(demand) });
    watch?.signal?.addEventListener("abort", () => this.#abort(id), { signal: this.ended });
    return answer;
  }

  nextNumber(): number {
    return ++this.#numbers;
  }

  made(): void {
    this.#networks++;
  }

  disposed(): void {
    if (--this.#networks === 0) this.whenEmpty();
  }

  dispose(): Promise<void> {
    return (this.#released ??= this.#release());
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.dispose();
  }

  async #release(): Promise<void> {
    if (this.#spoiled) this.#stop.abort();
    else if (!this.ended.aborted) this.#tell({ type: "release" });
    await this.#served;
  }

  #tell(message: Message): void {
    const port = this.#port;
    port.postMessage(message);
  }

  #hear(reply: Reply): void {
    match(reply)
      .with({ type: "ready" }, ({ name, backend, device }) => {
        Object.assign(this, { name, backend, device });
        this.#take(0)?.resolve(undefined);
      })
      .with({ type: "refused" }, ({ fault }) => this.#take(0)?.reject(errorOf(fault)))
      .with({ type: "result" }, ({ id, value }) => this.#take(id)?.resolve(value))
      .with({ type: "failed" }, ({ id, fault }) => this.#fail(id, fault))
      .with({ type: "progress" }, ({ id, progress }) => this.#demanded.get(id)?.watch?.progress?.(progress))
      .exhaustive();
  }

  #take(id: number): Demanded | undefined {
    const demanded = this.#demanded.get(id);
    this.#demanded.delete(id);
    return demanded;
  }

  #fail(id: number, fault: Fault): void {
    if (fault.code === undefined) this.#spoiled = true;
    this.#take(id)?.reject(errorOf(fault));
  }

  /** Ends one training: the worker stops after the step it is at, the caller need not wait for that. */
  #abort(id: number): void {
    const demanded = this.#take(id);
    if (demanded === undefined) return;
    this.#tell({ type: "abort", id });
    demanded.reject(demanded.watch?.signal?.reason);
  }

  #end(reason: unknown): void {
    this.#port.close();
    this.#ended.abort(reason);
    for (const id of this.#demanded.keys()) this.#take(id)?.reject(reason);
  }
}
