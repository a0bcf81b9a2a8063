import {
  type Batch,
  type BatchStatistics,
  type EvaluationResult,
  type GradientResult,
  type Loss,
  type Network,
  type NetworkSpec,
  type NormalizationMode,
  lossOf,
  type ParameterInfo,
  type Parameters,
  ProxyboError,
  type Random,
  type Shape,
  type Tensor as ContractTensor,
  type TrainingResult,
  type TrainingSchedule,
} from "@proxybo/core";
import {
  channelsFirst,
  channelsLast,
  checkBatchSize,
  checkExamples,
  checkInputs,
  checkInUse,
  checkParameters,
  dropFactors,
  independentParts,
  joined,
  liveNodes,
  type Plan,
  RunningStatistics,
  shapeOfNode,
  sizeOf,
  slice,
  type StepBatch,
  tallyFor,
  trainLoop,
  type TrainingWatch,
  transformed,
} from "@proxybo/core/runtime";
import type { Tensor, Tensor2D } from "@tensorflow/tfjs-core";
import { tidy } from "../backends/tensorflow.ts";
import { affineOf } from "./affine.ts";
import { channelsLastShape, codesChannelsFirst, parameterLayout } from "./layout.ts";
import {
  crossEntropy,
  crossEntropyCurvature,
  type LossGradient,
  meanCtc,
  sumOfOutputs,
  sumOfOutputsCurvature,
} from "./loss.ts";
import { hessianProduct } from "./hessian.ts";
import { checkMemory } from "./memory.ts";
import { maskGradients } from "./mask-gradients.ts";
import { backward, findingsOf, forward, type Machine, momentsOf, type Trace, tensorsOf } from "./pass.ts";

/** A machine that is switched to its backend before each pass. */
export interface ActiveMachine extends Machine {
  /** Makes the backend current; throws where the runtime was disposed. */
  activate(): void;
}

type Layout = ReturnType<typeof parameterLayout>;

/** A network whose parameters are tensors of a TensorFlow.js backend. */
export class TensorFlowNetwork implements Network {
  readonly spec: NetworkSpec;
  readonly parameters: readonly ParameterInfo[];
  readonly #machine: ActiveMachine;
  readonly #plan: Plan;
  readonly #layouts: readonly Layout[];
  readonly #live: readonly boolean[];
  readonly #statistics: RunningStatistics;
  readonly #siblings: Set<Network>;
  #tensors: readonly Tensor[];
  #disposed = false;

  constructor(
    machine: ActiveMachine,
    plan: Plan,
    values: Parameters,
    siblings: Set<Network>,
    statistics: RunningStatistics = new RunningStatistics(plan),
  ) {
    this.spec = plan.spec;
    this.parameters = plan.parameters;
    this.#machine = machine;
    this.#plan = plan;
    this.#layouts = plan.parameters.map((info) => parameterLayout(plan.spec, info));
    this.#live = liveNodes(plan, [plan.nodes.length - 1]);
    this.#statistics = statistics;
    this.#siblings = siblings;
    siblings.add(this);
    machine.activate();
    this.#tensors = this.#upload(values.map((array, i) => this.#layouts[i]!.toTensor(array)));
  }

  async read(): Promise<Parameters> {
    this.#enter();
    const values = await this.#download(this.#tensors);
    return values.map((array, i) => Float32Array.from(this.#layouts[i]!.fromTensor(array)));
  }

  async forward(inputs: ContractTensor, normalization: NormalizationMode = "batch"): Promise<ContractTensor> {
    this.#enter();
    checkInputs(this.spec, inputs);
    const output = this.#outputShape();
    const parts: Float32Array[] = [];
    for (const part of independentParts(this.#plan, inputs, normalization)) {
      this.#enter();
      const tensor = this.#run(part, normalization);
      const [values] = await this.#take([tensor]);
      parts.push(channelsFirst(values!, [part.shape[0]!, ...output]));
    }
    return { shape: [inputs.shape[0]!, ...output], data: joined(parts) };
  }

  async gradients(batch: Batch, loss: Loss): Promise<GradientResult> {
    this.#enter();
    checkExamples(this.#plan, batch, loss);
    const { inputs, ...answers } = batch;
    const data = channelsLast(inputs.data, inputs.shape);
    const result = await this.#differentiate({ data, ...answers }, loss, this.#back);
    this.#machine.tf.dispose(result.statistics.flatMap(({ moments }) => moments));
    const gradients = await this.#take(result.gradients);
    const [value, ...logScales] = await this.#take([result.loss, ...result.logScales]);
    return {
      loss: value![0]!,
      gradients: this.parameters.map(({ shape }, i) => {
        const gradient = gradients[i];
        return gradient ? this.#layouts[i]!.fromTensor(gradient) : new Float32Array(sizeOf(shape));
      }),
      logScale: logScales.reduce((sum, part) => sum + part[0]!, 0),
    };
  }

  async inputGradients(inputs: ContractTensor): Promise<ContractTensor> {
    this.#enter();
    checkInputs(this.spec, inputs);
    const { tf } = this.#machine;
    const gradient = tf.tidy(() => {
      const input = this.#input(inputs);
      const bound = { input, parameters: this.#tensors };
      const trace = forward(this.#machine, this.#plan, bound, {
        normalization: "batch",
        live: this.#live,
        record: true,
      });
      const back = backward(this.#machine, this.#plan, trace, tf.onesLike(trace.output!), {
        parameters: false,
        input: true,
      });
      return back.input ?? tf.zerosLike(input);
    });
    const [values] = await this.#take([gradient]);
    return { shape: inputs.shape, data: Float32Array.from(channelsFirst(values!, inputs.shape)) };
  }

  async channelGradients(batch: Batch, loss: Loss, nodes: readonly number[]): Promise<ContractTensor[]> {
    this.#enter();
    checkExamples(this.#plan, batch, loss);
    const { inputs, ...answers } = batch;
    const shapes = nodes.map((node) => shapeOfNode(this.#plan, node));
    const data = channelsLast(inputs.data, inputs.shape);
    const found = await this.#differentiate({ data, ...answers }, loss, (trace, { gradient }) =>
      maskGradients(this.#machine, this.#plan, trace, gradient, nodes),
    );
    const read = await this.#take(found);
    const n = inputs.shape[0]!;
    return shapes.map(([channels], i) => ({
      shape: [n, channels!],
      data: Float32Array.from(read[i] ?? new Float32Array(n * channels!)),
    }));
  }

  async hessianProduct(batch: Batch, loss: Loss, direction: Parameters): Promise<Parameters> {
    this.#enter();
    checkExamples(this.#plan, batch, loss);
    if (loss === "ctc") throw new ProxyboError("USAGE", "CTC has no second derivatives on this runtime");
    checkParameters(this.#plan, direction);
    const { tf } = this.#machine;
    const { inputs, labels } = batch;
    const data = channelsLast(inputs.data, inputs.shape);
    // A second value beside each.
    if (this.#machine.memoryLimit !== undefined)
      checkMemory(this.#plan, this.#live, inputs.shape[0]!, true, this.#machine.memoryLimit / 2);
    const found = tidy(tf, () => {
      const trace = this.#trace({ data, labels }, undefined);
      const outputs = trace.output!;
      const curvature =
        loss === "cross-entropy"
          ? crossEntropyCurvature(tf, outputs as Tensor2D, labels)
          : sumOfOutputsCurvature(tf, outputs);
      const moves = direction.map((values, i) =>
        values.some((value) => value !== 0) ? this.#tensor(values, i) : undefined,
      );
      return hessianProduct(this.#machine, this.#plan, trace, curvature, moves);
    });
    const read = await this.#take(found);
    return this.parameters.map(({ shape }, i) => {
      const values = read[i];
      return values
        ? Float32Array.from(this.#layouts[i]!.fromTensor(values))
        : new Float32Array(sizeOf(shape));
    });
  }

  async batchStatistics(inputs: ContractTensor): Promise<BatchStatistics[]> {
    this.#enter();
    checkInputs(this.spec, inputs);
    const { tf } = this.#machine;
    const nodes: number[] = [];
    const moments: Tensor[] = [];
    tf.tidy(() => {
      const bound = { input: this.#input(inputs), parameters: this.#tensors };
      forward(this.#machine, this.#plan, bound, {
        normalization: "batch",
        live: this.#live,
        record: false,
        visit: ({ index }, { statistics }) => {
          if (!statistics) return;
          nodes.push(index);
          moments.push(...momentsOf(statistics).map((moment) => tf.keep(moment)));
        },
      });
    });
    const read = await this.#take(moments);
    return nodes.map((node, i) => ({
      node,
      mean: Float32Array.from(read[2 * i]!),
      variance: Float32Array.from(read[2 * i + 1]!),
    }));
  }

  async activations(inputs: ContractTensor): Promise<readonly { shape: Shape; codes: Uint8Array }[]> {
    this.#enter();
    checkInputs(this.spec, inputs);
    const { tf } = this.#machine;
    const relus = this.#plan.nodes.filter(({ operation }) => operation.type === "relu");
    const codes: Tensor[] = [];
    tf.tidy(() => {
      const bound = { input: this.#input(inputs), parameters: this.#tensors };
      forward(this.#machine, this.#plan, bound, {
        normalization: "batch",
        live: liveNodes(
          this.#plan,
          relus.map(({ index }) => index),
        ),
        record: false,
        visit: ({ operation }, { value }) => {
          if (operation.type === "relu") codes.push(tf.keep(tf.greater(value, 0)));
        },
      });
    });
    const read = await Promise.all(codes.map((code) => code.data()));
    tf.dispose(codes);
    const n = inputs.shape[0]!;
    return read.map((values, i) => {
      const shape = this.#plan.shapes[relus[i]!.index]!;
      return { shape: [n, sizeOf(shape)], codes: codesChannelsFirst(Uint8Array.from(values), n, shape) };
    });
  }

  async withParameters(
    transform: (values: Float32Array, info: ParameterInfo) => Float32Array,
  ): Promise<Network> {
    const changed = transformed(this.#plan, await this.read(), transform);
    return new TensorFlowNetwork(this.#machine, this.#plan, changed, this.#siblings, this.#statistics.copy());
  }

  async train(
    examples: Batch,
    schedule: TrainingSchedule,
    watch: TrainingWatch = {},
  ): Promise<TrainingResult> {
    this.#enter();
    const kind = lossOf(examples);
    checkExamples(this.#plan, examples, kind);
    const parameters = await this.#download(this.#tensors);
    return trainLoop(
      {
        input: this.spec.input,
        parameters,
        differentiate: async (batch, random) => {
          this.#enter();
          const result = await this.#differentiate(batch, kind, this.#back, random);
          const gradients = await this.#take(result.gradients);
          const [loss] = await this.#take([result.loss, ...result.logScales]);
          const moments = await this.#take(result.statistics.flatMap(({ moments: pair }) => pair));
          for (const [i, { node }] of result.statistics.entries())
            this.#statistics.observe(node, moments[2 * i]!, moments[2 * i + 1]!, batch.labels.length);
          return { loss: loss![0]!, gradients };
        },
        written: () => {
          this.#enter();
          this.#machine.tf.dispose([...this.#tensors]);
          this.#tensors = this.#upload(parameters);
        },
      },
      examples,
      schedule,
      watch,
    );
  }

  async evaluate(examples: Batch, batchSize: number): Promise<EvaluationResult> {
    this.#enter();
    checkExamples(this.#plan, examples, lossOf(examples));
    checkBatchSize(batchSize);
    const { inputs, labels } = examples;
    const tally = tallyFor(examples, this.#outputShape());
    for (let from = 0; from < labels.length; from += batchSize) {
      this.#enter();
      const to = Math.min(from + batchSize, labels.length);
      const [logits] = await this.#take([this.#run(slice(inputs, from, to), "running")]);
      tally.add(logits!, from, to);
    }
    return tally.result();
  }

  async dispose(): Promise<void> {
    if (this.#disposed) return;
    this.#disposed = true;
    this.#machine.tf.dispose([...this.#tensors]);
    this.#siblings.delete(this);
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.dispose();
  }

  #enter(): void {
    checkInUse(this.#disposed);
    this.#machine.activate();
  }

  #outputShape(): Shape {
    return this.#plan.shapes.at(-1)!;
  }

  #upload(values: readonly Float32Array[]): readonly Tensor[] {
    // Copied, because a backend may go on reading the array it was given.
    return values.map((array, i) => this.#machine.tf.tensor(array.slice(), this.#layouts[i]!.shape));
  }

  /** Values of a parameter in the layout of the contract. */
  #tensor(values: Float32Array, parameter: number): Tensor {
    const layout = this.#layouts[parameter]!;
    return this.#machine.tf.tensor(layout.toTensor(values).slice(), layout.shape);
  }

  #input({ data, shape }: ContractTensor): Tensor {
    return this.#machine.tf.tensor(channelsLast(data, shape).slice(), channelsLastShape(shape));
  }

  #run(inputs: ContractTensor, normalization: NormalizationMode): Tensor {
    const { tf } = this.#machine;
    return tf.tidy(() => {
      const bound = {
        input: this.#input(inputs),
        parameters: this.#tensors,
        ...(normalization === "running"
          ? { affine: affineOf(tf, this.#plan, this.#statistics, this.#tensors) }
          : {}),
      };
      return forward(this.#machine, this.#plan, bound, { normalization, live: this.#live, record: false })
        .output!;
    });
  }

  /** What `back` makes of a trace and the gradient of its loss. `random` says what is dropped; nothing is without it. */
  async #differentiate<T>(
    batch: StepBatch,
    kind: Loss,
    back: (trace: Trace, loss: LossGradient) => T,
    random?: Random,
  ): Promise<T> {
    const { tf } = this.#machine;
    if (kind !== "ctc")
      return tidy(tf, () => {
        const trace = this.#trace(batch, random);
        const loss =
          kind === "cross-entropy"
            ? crossEntropy(tf, trace.output as Tensor2D, batch.labels)
            : sumOfOutputs(tf, trace.output!);
        return back(trace, loss);
      });
    // The loss is computed from logits that are read back, so that the trace must outlast a turn of the event loop.
    const trace = tidy(tf, () => this.#trace(batch, random));
    try {
      const logits = (await trace.output!.data()) as Float32Array;
      this.#enter();
      return tidy(tf, () => back(trace, meanCtc(tf, logits, trace.output!.shape, batch.transcripts!)));
    } catch (error) {
      tf.dispose(findingsOf(trace));
      throw error;
    } finally {
      tf.dispose(tensorsOf(trace));
    }
  }

  #trace({ data }: StepBatch, random: Random | undefined): Trace {
    const n = data.length / sizeOf(this.spec.input);
    const input = this.#machine.tf.tensor(data, channelsLastShape([n, ...this.spec.input]));
    return forward(
      this.#machine,
      this.#plan,
      { input, parameters: this.#tensors },
      {
        normalization: "batch",
        live: this.#live,
        record: true,
        ...(random ? { drop: (node) => dropFactors(random.fork(node)) } : {}),
      },
    );
  }

  readonly #back = (trace: Trace, { loss, gradient }: LossGradient) => {
    const statistics = trace.applied.flatMap((done, node) =>
      done?.statistics ? [{ node, moments: momentsOf(done.statistics) }] : [],
    );
    const back = backward(this.#machine, this.#plan, trace, gradient, { parameters: true, input: false });
    return { loss, gradients: back.parameters, logScales: trace.logScales, statistics };
  };

  async #download(tensors: readonly Tensor[]): Promise<Float32Array[]> {
    return Promise.all(tensors.map((tensor) => tensor.data() as Promise<Float32Array>));
  }

  /** Reads and disposes; what is undefined stays so. */
  async #take<T extends Tensor | undefined>(tensors: readonly T[]): Promise<Read<T>[]> {
    const values = await Promise.all(tensors.map(async (tensor) => tensor && (await tensor.data())));
    this.#machine.tf.dispose(tensors.filter((tensor) => tensor !== undefined));
    return values as Read<T>[];
  }
}

type Read<T> = undefined extends T ? Float32Array | undefined : Float32Array;
