import type { Loss, NormalizationMode, ParameterRole } from "@proxybo/core";
import { liveNodes, type Plan } from "@proxybo/core/runtime";
import type { Value } from "../graph/graph.ts";
import { mul, scalar } from "../graph/elementwise.ts";
import { reduceSum, total } from "../graph/reductions.ts";
import { type Program, programOf } from "../session/program.ts";
import { writeLoss } from "./losses.ts";
import { writeMoves } from "./tangents.ts";
import { names, writeBackward, writeForward, type WriteOptions, type Written } from "./write.ts";

/** The passes over a network as programs; each is written once for a number of examples. */
export class Passes {
  readonly #plan: Plan;
  readonly #live: readonly boolean[];
  readonly #block: number | undefined;
  /** The last ones used: a network is asked for few kinds of passes, over batches of few sizes. */
  readonly #programs = new Map<string, Program>();

  constructor(plan: Plan, block: number | undefined) {
    this.#plan = plan;
    this.#block = block;
    this.#live = liveNodes(plan, [plan.nodes.length - 1]);
  }

  forward(n: number, normalization: NormalizationMode, training = false): Program<"output"> {
    return this.#once(`forward ${n} ${normalization} ${training}`, () => {
      const written = this.#write(n, { normalization, training });
      return programOf(written.graph, { output: [written.output] });
    });
  }

  gradients(
    n: number,
    loss: Loss,
    training = false,
  ): Program<"loss" | "gradients" | "logScales" | "means" | "variances"> {
    return this.#once(`gradients ${n} ${loss} ${training}`, () => {
      const written = this.#write(n, { training });
      const { loss: value, gradient } = this.#loss(written, loss);
      const { parameters } = writeBackward(written, gradient, { parameters: true, input: false });
      const statistics = training ? statisticsOf(written) : [];
      return programOf(written.graph, {
        loss: [value],
        gradients: parameters,
        logScales: logScalesOf(written),
        means: statistics.map(({ mean }) => mean),
        variances: statistics.map(({ variance }) => variance),
      });
    });
  }

  /** The derivative is that of the outputs, a Jacobian–vector product, times that of the loss by the outputs. */
  directionalDerivative(
    n: number,
    loss: Loss,
    along: readonly ParameterRole[],
  ): Program<"loss" | "derivative" | "logScales"> {
    return this.#once(`directional ${n} ${loss} ${along.join()}`, () => {
      const written = this.#write(n, { fused: false, along });
      const { graph, output, tangents } = written;
      const { loss: value, gradient } = this.#loss(written, loss);
      const tangent = tangents.of(output!);
      return programOf(graph, {
        loss: [value],
        derivative: [tangent ? total(graph, mul(graph, gradient, tangent)) : scalar(graph, 0)],
        logScales: logScalesOf(written),
      });
    });
  }

  inputGradients(n: number): Program<"gradient"> {
    return this.#once(`input ${n}`, () => {
      const written = this.#write(n);
      const { gradient } = this.#loss(written, "sum-of-outputs");
      const { input } = writeBackward(written, gradient, { parameters: false, input: true });
      return programOf(written.graph, { gradient: [input] });
    });
  }

  /** `[n, channels]` of each node. */
  channelGradients(n: number, loss: Loss, nodes: readonly number[]): Program<"gradients"> {
    return this.#once(`channels ${n} ${loss} ${nodes.join()}`, () => {
      const written = this.#write(n, { merged: false });
      const { gradient } = this.#loss(written, loss);
      const wants = { parameters: false, input: false, nodes: new Set(nodes) };
      const back = writeBackward(written, gradient, wants);
      const { graph } = written;
      const gradients = nodes.map((node) => {
        const [dy, done] = [back.nodes[node], written.applied[node]];
        graph.cut();
        return dy && done && reduceSum(graph, mul(graph, done.value, dy), positionsOf(dy));
      });
      return programOf(graph, { gradients });
    });
  }

  hessianProduct(n: number, loss: Loss): Program<"products"> {
    return this.#once(`hessian ${n} ${loss}`, () => {
      const written = this.#write(n, { fused: false, block: undefined });
      const { graph } = written;
      const { gradient } = this.#loss(written, loss);
      const { parameters } = writeBackward(written, gradient, { parameters: true, input: false });
      const moves = new Map(
        written.parameters.map((value, i) => [value, graph.input(names.direction(i), value.shape)]),
      );
      return programOf(graph, { products: writeMoves(graph, parameters, moves) });
    });
  }

  batchStatistics(n: number): Program<"means" | "variances"> {
    return this.#once(`statistics ${n}`, () => {
      const written = this.#write(n);
      const statistics = statisticsOf(written);
      return programOf(written.graph, {
        means: statistics.map(({ mean }) => mean),
        variances: statistics.map(({ variance }) => variance),
      });
    });
  }

  /** The outputs of these nodes. */
  values(n: number, nodes: readonly number[]): Program<"values"> {
    return this.#once(`values ${n} ${nodes.join()}`, () => {
      const written = this.#write(n, { live: liveNodes(this.#plan, nodes) });
      return programOf(written.graph, { values: nodes.map((node) => written.applied[node]!.value) });
    });
  }

  /** Batch-norms on which the output depends. */
  get normalizations(): readonly number[] {
    return this.#plan.nodes.flatMap(({ index, operation }) =>
      operation.type === "batch-norm" && this.#live[index] ? [index] : [],
    );
  }

  #write(n: number, changes: Partial<WriteOptions> = {}): Written {
    return writeForward({
      plan: this.#plan,
      n,
      normalization: "batch",
      live: this.#live,
      training: false,
      fused: true,
      merged: true,
      block: this.#block,
      ...changes,
    });
  }

  #loss({ graph, output }: Written, loss: Loss) {
    graph.cut();
    return writeLoss(graph, loss, output!);
  }

  #once<Results extends string>(key: string, write: () => Program<Results>): Program<Results> {
    const known = this.#programs.get(key) ?? write();
    this.#programs.delete(key);
    this.#programs.set(key, known);
    if (this.#programs.size > programsKept) this.#programs.delete(this.#programs.keys().next().value!);
    return known;
  }
}

const programsKept = 8;

function logScalesOf({ applied }: Written): readonly Value[] {
  return applied.flatMap((done) => (done?.logScale ? [done.logScale] : []));
}

function statisticsOf({ applied }: Written): readonly { readonly mean: Value; readonly variance: Value }[] {
  return applied.flatMap((done) => (done?.statistics ? [done.statistics] : []));
}

function positionsOf({ shape }: Value): readonly number[] {
  return shape.slice(2).map((_, i) => 2 + i);
}
