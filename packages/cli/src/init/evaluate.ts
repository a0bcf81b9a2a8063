import {
  createRandom,
  type ModuleRequest,
  type ObjectiveResult,
  permutation,
  type Random,
} from "@proxybo/core";

/** The decisions of proxybo.config.ts, as they apply to one architecture. */
interface Decisions {
  readonly depth: 1 | 2;
  readonly width1: number;
  readonly width2?: number;
  readonly activation: "relu" | "tanh";
  readonly rate: number;
}

/**
 * Trains one multi-layer perceptron to tell rings of points in the plane from each other, and gives its error in percent.
 * To begin with: put your own training here, and its decisions into proxybo.config.ts.
 */
export default async function evaluate(request: ModuleRequest<Decisions>): Promise<ObjectiveResult> {
  const { value, seed, signal, report } = request;
  const epochs = 20;
  const random = createRandom(seed);
  const widths = [2, value.width1, ...(value.width2 === undefined ? [] : [value.width2]), 1];
  const layers = widths.slice(1).map((width, i) => layer(widths[i]!, width, random));
  for (let epoch = 0; epoch < epochs; epoch++) {
    const rate = value.rate * (1 - epoch / epochs);
    for (const i of permutation(train.length, random.fork("order", epoch)))
      learn(layers, value.activation, train[i]!, rate);
    report((epoch + 1) / epochs);
    // A pause lets the run be stopped, and timeouts come.
    await new Promise(setImmediate);
    signal.throwIfAborted();
  }
  const error = errorOf(layers, value.activation, validation);
  return { error, metrics: { test: errorOf(layers, value.activation, test) } };
}

interface Example {
  readonly point: readonly [number, number];
  readonly label: 0 | 1;
}

/** Points whose label changes with every ring around the origin. */
function rings(count: number, random: Random): readonly Example[] {
  return Array.from({ length: count }, () => {
    const point = [2 * random.uniform() - 1, 2 * random.uniform() - 1] as const;
    return { point, label: Math.trunc(Math.hypot(...point) * 2.5) % 2 === 1 ? 1 : 0 };
  });
}

/** The same for every architecture: only the network depends on the seed of its evaluation. */
const data = createRandom(0);
const train = rings(200, data.fork("train"));
const validation = rings(200, data.fork("validation"));
const test = rings(200, data.fork("test"));

/** Weights by output, the bias last. */
type Layer = readonly Float64Array[];

function layer(inputs: number, outputs: number, random: Random): Layer {
  const weight = (): number => (2 * random.normal()) / Math.sqrt(inputs);
  return Array.from({ length: outputs }, () => Float64Array.from({ length: inputs + 1 }, weight));
}

/** What goes into each layer, and at the end the logit. */
function forward(
  layers: readonly Layer[],
  activation: Decisions["activation"],
  point: readonly number[],
): number[][] {
  const values = [[...point, 1]];
  for (const [i, weights] of layers.entries()) {
    const sums = weights.map((row) => row.reduce((sum, weight, k) => sum + weight * values[i]![k]!, 0));
    const last = i === layers.length - 1;
    values.push(
      last ? sums : [...sums.map((x) => (activation === "relu" ? Math.max(0, x) : Math.tanh(x))), 1],
    );
  }
  return values;
}

/** One step of gradient descent on the cross-entropy of one example. */
function learn(
  layers: readonly Layer[],
  activation: Decisions["activation"],
  { point, label }: Example,
  rate: number,
): void {
  const values = forward(layers, activation, point);
  let gradients = [1 / (1 + Math.exp(-values.at(-1)![0]!)) - label];
  for (let i = layers.length - 1; i >= 0; i--) {
    const inputs = values[i]!;
    const below = inputs.map((_, k) =>
      gradients.reduce((sum, gradient, j) => sum + gradient * layers[i]![j]![k]!, 0),
    );
    for (const [j, row] of layers[i]!.entries())
      for (let k = 0; k < row.length; k++) row[k]! -= rate * gradients[j]! * inputs[k]!;
    const slope = (x: number): number => (activation === "relu" ? Number(x > 0) : 1 - x * x);
    gradients = below.slice(0, -1).map((gradient, k) => gradient * slope(inputs[k]!));
  }
}

/** In percent. */
function errorOf(
  layers: readonly Layer[],
  activation: Decisions["activation"],
  examples: readonly Example[],
): number {
  const wrong = examples.filter(
    ({ point, label }) => forward(layers, activation, point).at(-1)![0]! > 0 !== (label === 1),
  );
  return (100 * wrong.length) / examples.length;
}
