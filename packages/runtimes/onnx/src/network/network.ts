import {
  type Batch,
  type BatchStatistics,
  type DerivativeResult,
  type EvaluationResult,
  type GradientResult,
  type Loss,
  lossOf,
  type Network,
  type NetworkSpec,
  type NormalizationMode,
  type ParameterInfo,
  type ParameterRole,
  type Parameters,
  ProxyboError,
  type Random,
  type Shape,
  type Tensor,
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
  type Plan,
  RunningStatistics,
  shapeOfNode,
  sizeOf,
  slice,
  tallyFor,
  trainLoop,
  type TrainingWatch,
  transformed,
} from "@proxybo/core/runtime";
import type { Program } from "../session/program.ts";
import { meanCtc, targetsOf } from "./losses.ts";
import type { Passes } from "./passes.ts";
import { names } from "./write.ts";

/** Computes programs of a network, as long as it may. */
export type Compute = <Results extends string>(
  program: Program<Results>,
  inputs: ReadonlyMap<string, Float32Array>,
) => Promise<Record<Results, (Float32Array | undefined)[]>>;

/** A network whose passes are ONNX graphs. Parameters are what the contract has them to be, and inputs of the graphs. */
export class OnnxNetwork implements Network {
  readonly spec: NetworkSpec;
  readonly parameters: readonly ParameterInfo[];
  readonly #compute: Compute;
  readonly #plan: Plan;
  readonly #passes: Passes;
  readonly #statistics: RunningStatistics;
  readonly #siblings: Set<Network>;
  readonly #values: readonly Float32Array[];
  #disposed = false;

  /** @param values - the network's own from now on: training changes them. */
  constructor(
    compute: Compute,
    plan: Plan,
    values: Parameters,
    siblings: Set<Network>,
    passes: Passes,
    statistics: RunningStatistics = new RunningStatistics(plan),
  ) {
    this.spec = plan.spec;
    this.parameters = plan.parameters;
    this.#compute = compute;
    this.#plan = plan;
    this.#passes = passes;
    this.#statistics = statistics;
    this.#values = values;
    this.#siblings = siblings;
    siblings.add(this);
  }

  async read(): Promise<Parameters> {
    this.#enter();
    return copied(this.#values);
  }

  async forward(inputs: Tensor, normalization: NormalizationMode = "batch"): Promise<Tensor> {
    this.#enter();
    checkInputs(this.spec, inputs);
    const parts: Float32Array[] = [];
    for (const part of independentParts(this.#plan, inputs, normalization)) {
      const program = this.#passes.forward(part.shape[0]!, normalization);
      const { output } = await this.#run(program, part.data);
      parts.push(output[0]!);
    }
    return { shape: [inputs.shape[0]!, ...this.#outputShape()], data: joined(parts) };
  }

  async gradients(batch: Batch, loss: Loss): Promise<GradientResult> {
    this.#enter();
    checkExamples(this.#plan, batch, loss);
    const { inputs, ...answers } = batch;
    const found = await this.#differentiate(inputs.data, answers, loss);
    return {
      loss: found.loss,
      gradients: this.#whole(found.gradients),
      logScale: summed(found.logScales),
    };
  }

  async directionalDerivative(
    batch: Batch,
    kind: Loss,
    along: readonly ParameterRole[],
  ): Promise<DerivativeResult> {
    this.#enter();
    checkExamples(this.#plan, batch, kind);
    const { inputs, ...answers } = batch;
    const { loss, inputs: more } = await this.#lossInputs(inputs.data, answers, kind);
    const program = this.#passes.directionalDerivative(inputs.shape[0]!, kind, along);
    const found = await this.#run(program, inputs.data, more);
    return {
      loss: loss ?? found.loss[0]![0]!,
      derivative: found.derivative[0]![0]!,
      logScale: summed(found.logScales as Float32Array[]),
    };
  }

  async inputGradients(inputs: Tensor): Promise<Tensor> {
    this.#enter();
    checkInputs(this.spec, inputs);
    const { gradient } = await this.#run(this.#passes.inputGradients(inputs.shape[0]!), inputs.data);
    return { shape: inputs.shape, data: gradient[0] ?? new Float32Array(inputs.data.length) };
  }

  async channelGradients(batch: Batch, loss: Loss, nodes: readonly number[]): Promise<Tensor[]> {
    this.#enter();
    checkExamples(this.#plan, batch, loss);
    const shapes = nodes.map((node) => shapeOfNode(this.#plan, node));
    const { inputs, ...answers } = batch;
    const n = inputs.shape[0]!;
    const more = await this.#lossInputs(inputs.data, answers, loss);
    const program = this.#passes.channelGradients(n, loss, nodes);
    const { gradients } = await this.#run(program, inputs.data, more.inputs);
    return shapes.map(([channels], i) => ({
      shape: [n, channels!],
      data: gradients[i] ?? new Float32Array(n * channels!),
    }));
  }

  async hessianProduct(batch: Batch, loss: Loss, direction: Parameters): Promise<Parameters> {
    this.#enter();
    checkExamples(this.#plan, batch, loss);
    if (loss === "ctc") throw new ProxyboError("USAGE", "CTC has no second derivatives on this runtime");
    checkParameters(this.#plan, direction);
    const { inputs, ...answers } = batch;
    const more = new Map((await this.#lossInputs(inputs.data, answers, loss)).inputs);
    for (const [i, values] of direction.entries()) more.set(names.direction(i), values);
    const program = this.#passes.hessianProduct(inputs.shape[0]!, loss);
    const { products } = await this.#run(program, inputs.data, more);
    return this.#whole(products);
  }

  async batchStatistics(inputs: Tensor): Promise<BatchStatistics[]> {
    this.#enter();
    checkInputs(this.spec, inputs);
    const program = this.#passes.batchStatistics(inputs.shape[0]!);
    const { means, variances } = await this.#run(program, inputs.data);
    return this.#passes.normalizations.map((node, i) => ({
      node,
      mean: means[i]!,
      variance: variances[i]!,
    }));
  }

  async activations(inputs: Tensor): Promise<readonly { shape: Shape; codes: Uint8Array }[]> {
    this.#enter();
    checkInputs(this.spec, inputs);
    const n = inputs.shape[0]!;
    const relus = this.#plan.nodes.flatMap(({ index, operation }) =>
      operation.type === "relu" ? [index] : [],
    );
    const { values } = await this.#run(this.#passes.values(n, relus), inputs.data);
    return relus.map((node, i) => ({
      shape: [n, sizeOf(this.#plan.shapes[node]!)],
      codes: Uint8Array.from(values[i]!, (value) => (value > 0 ? 1 : 0)),
    }));
  }

  async withParameters(
    transform: (values: Float32Array, info: ParameterInfo) => Float32Array,
  ): Promise<Network> {
    const changed = copied(transformed(this.#plan, await this.read(), transform));
    return new OnnxNetwork(
      this.#compute,
      this.#plan,
      changed,
      this.#siblings,
      this.#passes,
      this.#statistics.copy(),
    );
  }

  async train(
    examples: Batch,
    schedule: TrainingSchedule,
    watch: TrainingWatch = {},
  ): Promise<TrainingResult> {
    this.#enter();
    const kind = lossOf(examples);
    checkExamples(this.#plan, examples, kind);
    return trainLoop(
      {
        input: this.spec.input,
        parameters: this.#values,
        differentiate: async ({ data, ...answers }, random) => {
          const n = answers.labels.length;
          const inputs = channelsFirst(data, [n, ...this.spec.input]);
          const found = await this.#differentiate(inputs, answers, kind, random);
          for (const [i, node] of this.#passes.normalizations.entries())
            this.#statistics.observe(node, found.means[i]!, found.variances[i]!, n);
          return found;
        },
        // They are read by the next pass as they are.
        written: () => undefined,
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
      const to = Math.min(from + batchSize, labels.length);
      const part = slice(inputs, from, to);
      const { output } = await this.#run(this.#passes.forward(to - from, "running"), part.data);
      tally.add(channelsLast(output[0]!, [to - from, ...this.#outputShape()]), from, to);
    }
    return tally.result();
  }

  async dispose(): Promise<void> {
    this.#disposed = true;
    this.#siblings.delete(this);
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.dispose();
  }

  #enter(): void {
    checkInUse(this.#disposed);
  }

  #outputShape(): Shape {
    return this.#plan.shapes.at(-1)!;
  }

  /** Zeros where the output does not depend on a parameter. */
  #whole(gradients: readonly (Float32Array | undefined)[]): Parameters {
    return this.parameters.map(({ shape }, i) => gradients[i] ?? new Float32Array(sizeOf(shape)));
  }

  /** Computes a program from inputs `[n, channels, …]`, the parameters and what else it reads. */
  async #run<Results extends string>(
    program: Program<Results>,
    data: Float32Array,
    more: ReadonlyMap<string, Float32Array> = new Map(),
  ): Promise<Record<Results, (Float32Array | undefined)[]>> {
    this.#enter();
    const inputs = new Map(more).set(names.inputs, data);
    for (const [i, values] of this.#values.entries()) inputs.set(names.parameter(i), values);
    for (const [node, { mean, variance }] of this.#statistics.entries())
      inputs.set(names.mean(node), mean).set(names.variance(node), variance);
    return this.#compute(program, inputs);
  }

  /** Loss and gradients of the parameters; `random` says what is dropped, nothing is without it. */
  async #differentiate(data: Float32Array, answers: Omit<Batch, "inputs">, kind: Loss, random?: Random) {
    const n = data.length / sizeOf(this.spec.input);
    const drops = random ? this.#drops(n, random) : new Map<string, Float32Array>();
    const { loss, inputs } = await this.#lossInputs(data, answers, kind, drops);
    const program = this.#passes.gradients(n, kind, random !== undefined);
    const found = await this.#run(program, data, new Map([...drops, ...inputs]));
    return {
      loss: loss ?? found.loss[0]![0]!,
      gradients: found.gradients,
      logScales: found.logScales as Float32Array[],
      means: found.means,
      variances: found.variances,
    };
  }

  /** What the gradient of a loss reads besides the inputs. CTC is computed here, of outputs computed for it. */
  async #lossInputs(
    data: Float32Array,
    { labels, transcripts }: Omit<Batch, "inputs">,
    kind: Loss,
    drops: ReadonlyMap<string, Float32Array> = new Map(),
  ): Promise<{ loss?: number; inputs: ReadonlyMap<string, Float32Array> }> {
    const output = this.#outputShape();
    if (kind === "cross-entropy")
      return { inputs: new Map([[names.targets, targetsOf(labels, output[0]!)]]) };
    if (kind === "sum-of-outputs") return { inputs: new Map() };
    const n = data.length / sizeOf(this.spec.input);
    const outputs = await this.#run(this.#passes.forward(n, "batch", drops.size > 0), data, drops);
    const shape = [n, ...output];
    const { loss, gradient } = meanCtc(channelsLast(outputs.output[0]!, shape), output[0]!, transcripts!);
    return { loss, inputs: new Map([[names.outputGradient, channelsFirst(gradient, shape)]]) };
  }

  /** By what dropout multiplies, for each node that drops. Drawn as if channels came last, as on other runtimes. */
  #drops(n: number, random: Random): Map<string, Float32Array> {
    const drops = new Map<string, Float32Array>();
    for (const { index, operation } of this.#plan.nodes) {
      if (operation.type !== "dropout" || operation.rate === 0) continue;
      const shape = [n, ...this.#plan.shapes[index]!];
      const factors = dropFactors(random.fork(index))(sizeOf(shape), operation.rate);
      drops.set(names.drop(index), channelsFirst(factors, shape));
    }
    return drops;
  }
}

/** Of scalars. */
function summed(values: readonly Float32Array[]): number {
  return values.reduce((sum, [value]) => sum + value!, 0);
}

export function copied(values: Parameters): Parameters {
  return values.map((array) => array.slice());
}
