import type { Dataset } from "../contracts/dataset.ts";
import type { EvaluationRequest, Objective } from "../contracts/objective.ts";
import type { Outcome } from "../contracts/observation.ts";
import type { Entry, ObjectiveContext, OptionsInput } from "../contracts/plugin.ts";
import {
  type Batch,
  type EvaluationResult,
  type NetworkRuntime,
  type ParameterInfo,
  withRuntime,
} from "../contracts/runtime.ts";
import type { SearchSpace } from "../contracts/space.ts";
import { messageOf } from "../errors/error.ts";
import { failed, outcomeOf } from "./result.ts";
import { scheduleOf, type TrainOptions, trainOptions } from "./train-options.ts";

/** What training needs. */
export interface TrainParts<A> {
  readonly space: SearchSpace<A>;
  readonly runtime: NetworkRuntime;
  readonly dataset: Dataset;
}

interface Examples {
  readonly train: Batch;
  readonly validation: Batch;
  readonly test: Batch;
}

/**
 * Trains the network of every architecture on this machine, on the train split. The error is that of the validation
 * split in percent: the share of wrong answers, or of transcriptions the symbol error rate (PER, may exceed 100);
 * `metrics.test` that of the test split, `loss` the validation loss, `parameters` their number.
 * Runtime and data set stay the caller's; a pool trains each on a worker of its own.
 *
 * @example
 * const objective = await trainObjective({ space, runtime, dataset }, { epochs: 3 });
 */
export async function trainObjective<A>(
  parts: TrainParts<A>,
  given: OptionsInput<TrainOptions> = {},
): Promise<Objective<A>> {
  const options = trainOptions.parse(given);
  const { dataset } = parts;
  const examples: Examples = {
    train: await dataset.examples("train"),
    validation: await dataset.examples("validation"),
    test: await dataset.examples("test"),
  };
  return {
    name: "train",
    evaluate: async (request) => {
      request.signal.throwIfAborted();
      const begin = performance.now();
      const outcome = await guarded(request, () =>
        withRuntime(parts.runtime, request.signal, (runtime) =>
          train(request, { ...parts, runtime }, examples, options),
        ),
      );
      return { ...outcome, seconds: (performance.now() - begin) / 1000 };
    },
  };
}

async function guarded(request: EvaluationRequest, work: () => Promise<Outcome>): Promise<Outcome> {
  try {
    return await work();
  } catch (thrown) {
    request.signal.throwIfAborted();
    const log = thrown instanceof Error ? thrown.stack?.slice(0, 4000) : undefined;
    return failed("OBJECTIVE_FAILED", `the training failed: ${messageOf(thrown)}`, log);
  }
}

async function train<A>(
  request: EvaluationRequest<A>,
  { space, runtime, dataset }: TrainParts<A>,
  examples: Examples,
  options: TrainOptions,
): Promise<Outcome> {
  const { architecture, seed, signal } = request;
  await using network = await runtime.instantiate(space.network(architecture, dataset.task), { seed });
  await network.train(examples.train, scheduleOf(options, seed), {
    signal,
    progress: ({ epoch, epochs, loss }) =>
      request.report(epoch / epochs, `epoch ${epoch} of ${epochs}, loss ${loss.toFixed(3)}`),
  });
  const validation = await network.evaluate(examples.validation, options.batchSize);
  signal.throwIfAborted();
  const test = await network.evaluate(examples.test, options.batchSize);
  signal.throwIfAborted();
  const { loss } = validation;
  const metrics = { test: errorOf(test), loss, parameters: count(network.parameters) };
  return outcomeOf({ error: errorOf(validation), metrics }, "the training");
}

function errorOf({ accuracy, symbolErrorRate }: EvaluationResult): number {
  return symbolErrorRate ?? 100 - accuracy;
}

function count(parameters: readonly ParameterInfo[]): number {
  return parameters.reduce((sum, { shape }) => sum + shape.reduce((product, size) => product * size, 1), 0);
}

const entry: Entry<Objective, ObjectiveContext, TrainOptions> = {
  description: "Trains the network here, on the configured runtime and data set",
  options: trainOptions,
  // Made at once: that one of them is missing is no fault of an architecture.
  create: async (options, context) => {
    const dataset = await context.dataset();
    return trainObjective({ space: context.space, runtime: await context.runtime(), dataset }, options);
  },
};
export { entry as train };
