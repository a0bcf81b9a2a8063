import { readFileSync } from "node:fs";
import {
  type Batch,
  lossOf,
  type NetworkRuntime,
  type NetworkSpec,
  type Optimizer,
  parametersOf,
  transcribed,
} from "@proxybo/core";
import { sizeOf } from "@proxybo/core/runtime";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import plugin from "../index.ts";

/** Norm, product with noise, and first values of a tensor: see fixtures/generate.py. */
type Digest = readonly number[];

interface Examples {
  readonly name: string;
  readonly spec: NetworkSpec;
  readonly n: number;
  readonly classes: number;
  /** Where the loss is CTC. */
  readonly transcripts?: readonly (readonly number[])[];
}

interface Golden {
  readonly operations: readonly (Examples & {
    readonly names: readonly string[];
    readonly outputs: Digest;
    readonly loss: number;
    readonly logScale: number;
    readonly gradients: readonly Digest[];
    readonly inputGradients: Digest;
  })[];
  readonly trainings: readonly (Examples & {
    readonly optimizer: Optimizer;
    readonly epochs: number;
    readonly losses: readonly number[];
    readonly parameters: readonly Digest[];
    readonly running: Digest;
    readonly runningLoss: number;
  })[];
}

const golden = JSON.parse(
  readFileSync(new URL("../fixtures/pytorch.json", import.meta.url), "utf8"),
) as Golden;

describe.each(["wasm", "cpu"] as const)("on %s, as PyTorch has it", (backend) => {
  let runtime: NetworkRuntime;
  beforeAll(async () => {
    runtime = await plugin.runtimes.tfjs.create({ backend });
  });
  afterAll(() => runtime.dispose());

  it.each(golden.operations)("$name", async (known) => {
    const parameters = parametersFor(known.spec);
    expect(parametersOf(known.spec).map(({ name }) => name)).toEqual(known.names);
    await using network = await runtime.instantiate(known.spec, { seed: 0, parameters });
    const batch = batchOf(known);
    expectDigest((await network.forward(batch.inputs)).data, known.outputs);
    const { loss, gradients, logScale } = await network.gradients(batch, lossOf(batch));
    expect(loss).toBeCloseTo(known.loss, 5);
    expect(logScale).toBeCloseTo(known.logScale, 5);
    for (const [i, gradient] of gradients.entries()) expectDigest(gradient, known.gradients[i]!);
    expectDigest((await network.inputGradients(batch.inputs)).data, known.inputGradients);
  });

  it.each(golden.trainings)("training by $name", async (known) => {
    await using network = await runtime.instantiate(known.spec, {
      seed: 0,
      parameters: parametersFor(known.spec),
    });
    const batch = batchOf(known);
    const { losses } = await network.train(batch, {
      epochs: known.epochs,
      batchSize: known.n,
      optimizer: known.optimizer,
      decay: "cosine",
      augmentation: { flip: false, shift: 0 },
      seed: 0,
    });
    for (const [i, loss] of losses.entries()) expect(loss).toBeCloseTo(known.losses[i]!, 4);
    for (const [i, values] of (await network.read()).entries())
      expectDigest(values, known.parameters[i]!, 1e-3);
    expectDigest((await network.forward(batch.inputs, "running")).data, known.running, 1e-3);
    expect((await network.evaluate(batch, 3)).loss).toBeCloseTo(known.runningLoss, 3);
  });
});

function noise(seed: number, count: number): Float64Array {
  return Float64Array.from({ length: count }, (_, i) => {
    let h = (Math.imul(i + 1, 2654435761) + Math.imul(seed, 2246822519)) >>> 0;
    h = (h ^ (h >>> 15)) >>> 0;
    h = Math.imul(h, 2246822519) >>> 0;
    h = (h ^ (h >>> 13)) >>> 0;
    return (h / 2 ** 32) * 2 - 1;
  });
}

function parametersFor(spec: NetworkSpec): Float32Array[] {
  return parametersOf(spec).map(({ node, role, shape }, index) => {
    const { operation } = spec.nodes[node]!;
    const fanIn = operation.type === "lstm" ? operation.hidden : role === "bias" ? 4 : sizeOf(shape.slice(1));
    const values = noise(1000 + index, sizeOf(shape));
    if (role === "scale") return Float32Array.from(values, (value) => 1 + 0.3 * value);
    if (role === "shift") return Float32Array.from(values, (value) => 0.2 * value);
    return Float32Array.from(values, (value) => value * fanIn ** -0.5);
  });
}

function batchOf({ spec, n, classes, transcripts }: Examples): Batch {
  const shape = [n, ...spec.input];
  const inputs = { shape, data: Float32Array.from(noise(1, sizeOf(shape))) };
  if (transcripts)
    return transcribed(
      inputs,
      transcripts.map((symbols) => Int32Array.from(symbols)),
    );
  return { inputs, labels: Int32Array.from({ length: n }, (_, i) => (i * 3) % classes) };
}

/** Differences relative to the norm; of single values, relative to the root mean square. */
function expectDigest(values: Float32Array, [norm, product, ...first]: Digest, tolerance = 1e-4): void {
  const weights = noise(7, values.length);
  const own = Math.hypot(...values);
  const dot = values.reduce((sum, value, i) => sum + value * weights[i]!, 0);
  const scale = Math.max(norm!, 1e-3);
  expect(Math.abs(own - norm!) / scale, `norm ${own}, expected ${norm}`).toBeLessThan(tolerance);
  expect(Math.abs(dot - product!) / scale, `product ${dot}, expected ${product}`).toBeLessThan(tolerance);
  for (const [i, value] of first.entries())
    expect(Math.abs(values[i]! - value) / scale, `value ${i}`).toBeLessThan(tolerance);
}
