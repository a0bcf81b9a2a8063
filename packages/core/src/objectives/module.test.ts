import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { errorOf, type Necklace, necklaces } from "../../test/necklaces.ts";
import type { EvaluationRequest, Objective } from "../contracts/objective.ts";
import type { ObjectiveContext } from "../contracts/plugin.ts";
import { requestFor, testObjective } from "../testing/objective.ts";
import { type EvaluateFunction, module as entry, moduleObjective, type ModuleRequest } from "./module.ts";
import type { ModuleOptions } from "./module-options.ts";

const space = necklaces(6);
const architecture: Necklace = [0, 1, 2, 0, 1, 2];
const evaluate = (
  evaluateFunction: EvaluateFunction<Necklace>,
  options: Parameters<typeof moduleObjective>[1] = {},
  more: Partial<EvaluationRequest<Necklace>> = {},
) => moduleObjective(evaluateFunction, options).evaluate(requestFor(space, architecture, more));

describe("the module objective", () => {
  const formula: EvaluateFunction<Necklace> = async ({ value, report }) => {
    report(0.5, "half");
    return { error: errorOf(value), metrics: { test: 1 } };
  };
  for (const { name, run } of testObjective(() => moduleObjective(formula), { space })) it(name, () => run());

  it("calls the function with everything there is", async () => {
    let request: ModuleRequest<Necklace> | undefined;
    const evaluation = await evaluate(
      (given) => {
        request = given;
        return { error: 3 };
      },
      { budget: { epochs: 2 } },
      { n: 4, seed: 11 },
    );
    expect(evaluation).toEqual({ status: "ok", error: 3, metrics: {}, seconds: expect.any(Number) });
    expect(request).toMatchObject({
      n: 4,
      architecture: "012012",
      value: architecture,
      key: "012012",
      seed: 11,
      budget: { epochs: 2 },
    });
    expect(request!.networkSpec).toEqual(requestFor(space, architecture).networkSpec());
  });

  it("builds no network that is not read", async () => {
    let built = 0;
    const networkSpec = () => {
      built += 1;
      return requestFor(space, architecture).networkSpec();
    };
    await evaluate(({ seed }) => ({ error: seed }), {}, { networkSpec });
    expect(built).toBe(0);
    await evaluate(({ networkSpec: spec }) => ({ error: spec.nodes.length }), {}, { networkSpec });
    expect(built).toBe(1);
  });

  it.each<[string, EvaluateFunction, string]>([
    [
      "throws",
      () => {
        throw new Error("no data");
      },
      "the function threw: no data",
    ],
    [
      "rejects",
      async () => {
        throw new Error("no data");
      },
      "the function threw: no data",
    ],
    [
      "throws no Error",
      async () => {
        throw "a text";
      },
      "the function threw: a text",
    ],
    [
      "gives nothing",
      (() => undefined) as never,
      "the function: expected { error: <number in percent>, metrics: { … } }, got undefined",
    ],
    [
      "gives NaN",
      () => ({ error: Number.NaN }),
      "the function: expected a finite number as 'error', got NaN",
    ],
    [
      "gives metrics that are texts",
      () => ({ error: 1, metrics: { a: "b" as never } }),
      `the function: expected a number as 'metrics.a', got "b"`,
    ],
  ])("records a function that %s as failed", async (_, evaluateFunction, reason) => {
    expect(await evaluate(evaluateFunction)).toMatchObject({
      status: "failed",
      code: "OBJECTIVE_FAILED",
      reason,
    });
  });

  it("keeps where it threw", async () => {
    const evaluation = await evaluate(function atLayerSeven() {
      throw new Error("no data");
    });
    expect(evaluation).toMatchObject({ log: expect.stringContaining("atLayerSeven") });
  });

  it("gives a function up that hangs, and tells it by the signal", async () => {
    let told: unknown;
    const evaluation = await evaluate(
      async ({ signal }) => {
        signal.addEventListener("abort", () => (told = signal.reason));
        await new Promise(() => undefined);
        return { error: 1 };
      },
      { timeout: 0.05 },
    );
    expect(evaluation).toMatchObject({
      status: "failed",
      code: "OBJECTIVE_TIMEOUT",
      reason: "expected a result within 0.05 s; the function was given up",
    });
    expect(told).toMatchObject({ code: "OBJECTIVE_TIMEOUT" });
  });

  it("rejects with the signal's reason when the run is stopped, whatever the function does", async () => {
    for (const evaluateFunction of [
      () => new Promise<never>(() => undefined),
      ({ signal }: ModuleRequest) => sleep(10_000, { error: 1 }, { signal }),
    ]) {
      const controller = new AbortController();
      const reason = new Error("stopped");
      const evaluation = evaluate(evaluateFunction, { timeout: 10 }, { signal: controller.signal });
      controller.abort(reason);
      await expect(evaluation).rejects.toBe(reason);
    }
  });
});

describe("the module objective of a file", () => {
  let folder: string;
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), "proxybo-module-"));
  });
  afterAll(() => rm(folder, { recursive: true }));
  const create = async (options: Partial<ModuleOptions>): Promise<Objective> =>
    entry.create({ path: "x", export: "default", ...options }, {
      space,
      directory: folder,
    } as unknown as ObjectiveContext);
  const failure = (options: Partial<ModuleOptions>): Promise<string> =>
    create(options).then(
      () => "created",
      ({ code, message, hint }) => `${code}: ${message.replaceAll(folder, "…")} → ${hint}`,
    );

  it("loads TypeScript and JavaScript, by the default export or another", async () => {
    await writeFile(
      join(folder, "a.ts"),
      "export default ({ budget }: { budget: number }): { error: number } => ({ error: budget });",
    );
    await writeFile(join(folder, "b.js"), "export const train = async ({ seed }) => ({ error: seed });");
    const request = requestFor(space, architecture);
    expect(await (await create({ path: "a.ts", budget: 12 })).evaluate(request)).toMatchObject({ error: 12 });
    expect(await (await create({ path: "b.js", export: "train" })).evaluate(request)).toMatchObject({
      error: 7,
    });
  });

  it("says what is wrong with the file", async () => {
    await writeFile(join(folder, "c.js"), "export const train = 1; export const tran = () => 1;");
    await writeFile(join(folder, "d.js"), "throw new Error('no licence');");
    await writeFile(join(folder, "e.js"), "export {};");
    expect(await failure({ path: "none.js" })).toMatch(
      /^OPTION_INVALID: the module cannot be loaded: .*none\.js/,
    );
    expect(await failure({ path: "d.js" })).toMatch(
      /^OPTION_INVALID: the module cannot be loaded: no licence/,
    );
    expect(await failure({ path: "c.js" })).toBe(
      "OPTION_INVALID: expected a function exported as 'default', got exports 'train', 'tran' (…/c.js) → undefined",
    );
    expect(await failure({ path: "c.js", export: "trian" })).toMatch(/→ did you mean 'tran'\?$/);
    expect(await failure({ path: "c.js", export: "train" })).toMatch(/exported as 'train', got number/);
    expect(await failure({ path: "e.js" })).toMatch(/exported as 'default', got no exports/);
  });
});
