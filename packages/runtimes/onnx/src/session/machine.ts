import type { InferenceSession, Tensor } from "onnxruntime-node";
import { encodeModel } from "../graph/encode.ts";
import type { Segment } from "../graph/segments.ts";

/** What of `onnxruntime-node` is used. */
export interface OnnxRuntime {
  readonly InferenceSession: {
    create(model: Uint8Array, options: InferenceSession.SessionOptions): Promise<InferenceSession>;
  };
  readonly Tensor: typeof Tensor;
  readonly env: { logLevel?: string; readonly versions: { readonly common: string } };
  /** The execution providers with which the library was compiled, by name. */
  listSupportedBackends(): readonly { readonly name: string }[];
}

export interface MachineOptions {
  /** The execution provider. What it has no operator for, the processor computes. */
  readonly backend: string;
  readonly threads: number;
  /** How many sessions are kept for segments that look alike. */
  readonly sessions: number;
}

/** Sessions by what they compute, least recently used first. Made by one pass, they serve all later ones. */
export class Sessions {
  readonly #ort: OnnxRuntime;
  readonly #options: MachineOptions;
  readonly #known = new Map<string, InferenceSession>();

  constructor(ort: OnnxRuntime, options: MachineOptions) {
    this.#ort = ort;
    this.#options = options;
  }

  get size(): number {
    return this.#known.size;
  }

  async of(segment: Segment): Promise<InferenceSession> {
    const { key } = segment;
    const { backend } = this.#options;
    const session =
      this.#known.get(key) ??
      (await this.#ort.InferenceSession.create(encodeModel(segment), {
        executionProviders: backend === "cpu" ? ["cpu"] : [backend, "cpu"],
        intraOpNumThreads: this.#options.threads,
        interOpNumThreads: 1,
        executionMode: "sequential",
        // Segments are written as they are to be computed.
        graphOptimizationLevel: "disabled",
        // What a session holds between runs would add up over all of them.
        enableCpuMemArena: false,
        enableMemPattern: false,
        logSeverityLevel: 3,
      }));
    this.#known.delete(key);
    this.#known.set(key, session);
    while (this.#known.size > this.#options.sessions) {
      const [oldest, unused] = this.#known.entries().next().value!;
      this.#known.delete(oldest);
      await unused.release();
    }
    return session;
  }

  async release(): Promise<void> {
    const all = [...this.#known.values()];
    this.#known.clear();
    for (const session of all) await session.release();
  }
}
