import { createRandom, type ModuleRequest, type ObjectiveResult, permutation } from "@proxybo/core";
import { Cell } from "./cell.ts";
import { type Points, test, train, validation } from "./spirals.ts";

/** Trains the cell of an architecture to tell two spirals apart. `budget` is the number of epochs. */
export default async function evaluate(request: ModuleRequest): Promise<ObjectiveResult> {
  const { architecture, seed, budget, signal, report } = request;
  const random = createRandom(seed);
  const cell = new Cell(architecture, random.fork("weights"));
  const epochs = Number(budget ?? 20);
  let loss = 0;
  for (let epoch = 0; epoch < epochs; epoch++) {
    loss = 0;
    const rate = 0.05 * (1 - epoch / epochs);
    for (const i of permutation(train.labels.length, random.fork("order", epoch)))
      loss += cell.learn(train.inputs[i]!, train.labels[i]!, rate) / train.labels.length;
    report((epoch + 1) / epochs, `loss ${loss.toFixed(3)}`);
    // A pause between epochs lets the run be stopped, and timeouts come.
    await new Promise(setImmediate);
    signal.throwIfAborted();
  }
  return { error: errorOf(cell, validation), metrics: { test: errorOf(cell, test), loss } };
}

/** In percent. */
function errorOf(cell: Cell, { inputs, labels }: Points): number {
  const wrong = labels.filter((label, i) => cell.predict(inputs[i]!) > 0 !== (label === 1));
  return (100 * wrong.length) / labels.length;
}
