import assert from "node:assert/strict";
import type { EvaluationRequest, Objective } from "../contracts/objective.ts";
import type { Evaluation } from "../contracts/observation.ts";
import type { SearchSpace } from "../contracts/space.ts";
import type { ConformanceCase } from "./conformance.ts";
import { inferShapes } from "../network/shapes.ts";
import { createRandom } from "../random/random.ts";

export interface ObjectiveSuite<A> {
  readonly space: SearchSpace<A>;
  /** How many architectures are evaluated. Default 2. */
  readonly evaluations?: number;
  /** Whether the same architecture and seed give the same result. Default true. */
  readonly deterministic?: boolean;
}

/**
 * What every objective must hold to: evaluations are values, failures too; an aborted one rejects with the signal's
 * reason; recorded scores are one number an architecture.
 *
 * @param create - makes the objective anew.
 * @example
 * for (const { name, run } of testObjective(() => moduleObjective(evaluate), { space })) test(name, run);
 */
export function testObjective<A>(
  create: () => Objective<A> | Promise<Objective<A>>,
  { space, evaluations = 2, deterministic = true }: ObjectiveSuite<A>,
): readonly ConformanceCase[] {
  const withObjective = (
    name: string,
    check: (objective: Objective<A>) => Promise<void>,
  ): ConformanceCase => ({
    name,
    run: async () => {
      const objective = await create();
      try {
        await check(objective);
      } finally {
        await objective.dispose?.();
      }
    },
  });
  const pick = (objective: Objective<A>, count: number): readonly A[] => {
    const random = createRandom(1, "objective suite");
    const pool = objective.architectures;
    return Array.from({ length: count }, () =>
      pool === undefined || pool.length === 0 ? space.sample(random) : pool[random.integer(pool.length)]!,
    );
  };
  return [
    withObjective("names itself", async ({ name }) => {
      assert.match(name, /\S/, "expected a name");
    }),
    withObjective("evaluates architectures of the space", async (objective) => {
      for (const architecture of pick(objective, evaluations))
        assertOk(await objective.evaluate(requestFor(space, architecture)));
    }),
    withObjective("leaves the architecture as it is", async (objective) => {
      const [architecture] = pick(objective, 1);
      const before = structuredClone(architecture);
      await objective.evaluate(requestFor(space, architecture!));
      assert.deepEqual(architecture, before);
    }),
    withObjective("can be disposed twice, used or not", async (objective) => {
      // The suite itself disposes it once more.
      await objective.dispose?.();
    }),
    withObjective("reports fractions in 0 … 1 that do not fall", async (objective) => {
      const fractions: number[] = [];
      const report = (fraction: number): void => void fractions.push(fraction);
      await objective.evaluate(requestFor(space, pick(objective, 1)[0]!, { report }));
      assert.ok(
        fractions.every((fraction, i) => fraction >= (fractions[i - 1] ?? 0) && fraction <= 1),
        `reported ${fractions.join(", ")}`,
      );
    }),
    ...(deterministic
      ? [
          withObjective("gives the same for the same architecture and seed", async (objective) => {
            const [architecture] = pick(objective, 1);
            const measured = async (): Promise<unknown> => {
              const evaluation = await objective.evaluate(requestFor(space, architecture!));
              assertOk(evaluation);
              // Time is measured, so it differs.
              const { seconds: _, ...metrics } = evaluation.metrics;
              return { error: evaluation.error, metrics };
            };
            assert.deepEqual(await measured(), await measured());
          }),
        ]
      : []),
    withObjective(
      "rejects with the signal's reason where it is aborted before it begins",
      async (objective) => {
        const reason = new Error("the run was stopped");
        const request = requestFor(space, pick(objective, 1)[0]!, { signal: AbortSignal.abort(reason) });
        await assert.rejects(objective.evaluate(request), (thrown) => thrown === reason);
      },
    ),
    withObjective("offers architectures of the space, each once", async ({ architectures }) => {
      if (architectures === undefined) return;
      assert.ok(architectures.length > 0, "expected at least one architecture");
      const texts = architectures.map((architecture) => space.format(architecture));
      assert.equal(new Set(texts).size, texts.length, "expected each architecture once");
    }),
    withObjective(
      "has one recorded score an architecture, finite or NaN, always the same",
      async (objective) => {
        for (const [name, source] of objective.recordedProxies ?? []) {
          assert.equal(source.name, name, "expected a source under its own name");
          const asked = pick(objective, 5);
          const scores = await source.scores(asked);
          assert.equal(scores.length, asked.length, `${name}: one score an architecture`);
          for (const [i, score] of scores.entries()) {
            assert.ok(Number.isFinite(score) || Number.isNaN(score), `${name}: got ${score}`);
            const [again] = await source.scores([asked[i]!]);
            assert.equal(again, score, `${name}: expected the same score again`);
          }
        }
      },
    ),
  ];
}

function assertOk(evaluation: Evaluation): asserts evaluation is Extract<Evaluation, { status: "ok" }> {
  const { status, seconds } = evaluation;
  assert.ok(
    status === "ok",
    `expected a result, got: ${"reason" in evaluation ? evaluation.reason : status}`,
  );
  assert.ok(Number.isFinite(evaluation.error), `expected a finite error, got ${evaluation.error}`);
  assert.ok(seconds >= 0 && Number.isFinite(seconds), `expected seconds of 0 or more, got ${seconds}`);
  for (const [name, value] of Object.entries(evaluation.metrics))
    assert.ok(Number.isFinite(value), `metrics.${name}: expected a finite number, got ${value}`);
}

/** A request to evaluate an architecture, as a study makes them: for tests of objectives. */
export function requestFor<A>(
  space: SearchSpace<A>,
  architecture: A,
  more: Partial<EvaluationRequest<A>> = {},
): EvaluationRequest<A> {
  return {
    n: 1,
    architecture,
    text: space.format(architecture),
    key: space.key(architecture),
    networkSpec: () => {
      const spec = space.network(architecture, { kind: "classification", input: [3, 8, 8], classes: 4 });
      inferShapes(spec);
      return spec;
    },
    seed: 7,
    signal: new AbortController().signal,
    report: () => undefined,
    ...more,
  };
}
