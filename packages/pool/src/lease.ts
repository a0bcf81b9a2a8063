import { MessageChannel, type MessagePort } from "node:worker_threads";
import type { InstantiateOptions, Network, NetworkSpec, RuntimeLease } from "@proxybo/core";
import type { Piscina } from "piscina";
import { match } from "ts-pattern";
import { compact } from "./compact.ts";
import { errorOf } from "./fault.ts";
import { workerLost } from "./lost.ts";
import type { Demand, LeaseTask, Message, Reply } from "./messages.ts";
import { instantiate, type Line, type TrainingWatch } from "./remote-network.ts";

interface Demanded {
  readonly resolve: (value: unknown) => void;
  readonly reject: (reason: unknown) => void;
  readonly watch: TrainingWatch | undefined;
}

/** How long a worker may take to hear that its lease is over: a longer silence is a hang. Milliseconds. */
const hearing = 3000;
/** How long what is under way may take then, e.g. a pass in native code. Milliseconds. */
const settling = 60_000;

/** One worker for one piece of work: a task of the pool that lasts until the lease is disposed. */
export class WorkerLease implements RuntimeLease, Line {
  name = "";
  backend = "";
  device: "cpu" | "gpu" = "cpu";
  readonly #port: MessagePort;
  readonly #ended = new AbortController();
  /** Aborted: the lease is taken off the queue, or its worker is ended whatever it is at. */
  readonly #stop = new AbortController();
  /** Resolves when no worker serves the lease any more. */
  readonly served: Promise<void>;
  readonly #ready: Promise<void>;
  readonly #demanded = new Map<number, Demanded>();
  #numbers = 0;
  #networks = 0;
  #taken = false;
  #patience: NodeJS.Timeout | undefined;
  /** Called when the last network is disposed. */
  whenEmpty: () => void = () => {};

  private constructor(pool: Piscina<LeaseTask, void>, signal: AbortSignal) {
    const { port1, port2 } = new MessageChannel();
    this.#port = port1;
    // Piscina takes the type of the list from Node.js; Deno's types, which `pnpm jsr` checks by, have another there.
    const transferList = [port2] as never;
    const task = pool.run({ port: port2 }, { transferList, signal: this.#stop.signal });
    this.served = task
      .then(
        () => undefined,
        (error: unknown) => this.#end(workerLost(error)),
      )
      .finally(() => {
        clearTimeout(this.#patience);
        port1.close();
      });
    this.#ready = new Promise((resolve, reject) => {
      this.#demanded.set(0, { resolve: () => resolve(), reject, watch: undefined });
    });
    port1.on("message", (reply: Reply) => this.#hear(reply));
    signal.addEventListener("abort", () => void this.#release(signal.reason), { signal: this.ended });
  }

  /** Waits for a free worker, and for its runtime; the lease is in `open` as long as it concerns a worker. */
  static async open(
    pool: Piscina<LeaseTask, void>,
    signal: AbortSignal,
    open: Set<WorkerLease>,
  ): Promise<WorkerLease> {
    signal.throwIfAborted();
    const lease = new WorkerLease(pool, signal);
    open.add(lease);
    void lease.served.then(() => open.delete(lease));
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
    return this.#release(workerLost("its lease was given back"));
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.dispose();
  }

  /** Ends the lease at once for its holder, and for the worker as soon as that is safe. */
  #release(reason: unknown): Promise<void> {
    if (!this.ended.aborted) {
      this.#end(reason);
      if (this.#taken) {
        this.#tell({ type: "release" });
        this.#endWorkerIn(hearing);
      } else this.#stop.abort();
    }
    return this.served;
  }

  #endWorkerIn(milliseconds: number): void {
    clearTimeout(this.#patience);
    this.#patience = setTimeout(() => this.#stop.abort(), milliseconds);
  }

  #tell(message: Message): void {
    const port = this.#port;
    port.postMessage(message);
  }

  #hear(reply: Reply): void {
    match(reply)
      .with({ type: "taken" }, () => {
        this.#taken = true;
      })
      .with({ type: "releasing" }, () => this.#endWorkerIn(settling))
      .with({ type: "ready" }, ({ name, backend, device }) => {
        Object.assign(this, { name, backend, device });
        this.#take(0)?.resolve(undefined);
      })
      .with({ type: "refused" }, ({ fault }) => this.#take(0)?.reject(errorOf(fault)))
      .with({ type: "result" }, ({ id, value }) => this.#take(id)?.resolve(value))
      .with({ type: "failed" }, ({ id, fault }) => this.#take(id)?.reject(errorOf(fault)))
      .with({ type: "progress" }, ({ id, progress }) => this.#demanded.get(id)?.watch?.progress?.(progress))
      .exhaustive();
  }

  #take(id: number): Demanded | undefined {
    const demanded = this.#demanded.get(id);
    this.#demanded.delete(id);
    return demanded;
  }

  /** Ends one training: the worker stops after the step it is at, the caller need not wait for that. */
  #abort(id: number): void {
    const demanded = this.#take(id);
    if (demanded === undefined) return;
    this.#tell({ type: "abort", id });
    demanded.reject(demanded.watch?.signal?.reason);
  }

  #end(reason: unknown): void {
    this.#ended.abort(reason);
    for (const id of this.#demanded.keys()) this.#take(id)?.reject(reason);
  }
}
