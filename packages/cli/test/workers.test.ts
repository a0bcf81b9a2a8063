import { mkdir } from "node:fs/promises";
import { runDocumentSchema } from "@proxybo/core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { createWorkspace, type Workspace } from "./workspace.ts";

let at: Workspace;

/** A runtime of a third party: TensorFlow.js, but the first training of a study meets what PERIL says. */
const perilous = `
  import { existsSync, writeFileSync } from "node:fs";
  import { tfjs } from "@proxybo/runtime-tfjs";
  const meet = () => {
    const { PERIL, MET } = process.env;
    if (PERIL === undefined || existsSync(MET)) return;
    writeFileSync(MET, "");
    process.stderr.write("in peril\\n");
    if (PERIL === "exit") process.exit(7);
    for (;;);
  };
  const create = async (options) => {
    const runtime = await tfjs.create(options);
    const { name, backend, device } = runtime;
    return {
      name, backend, device,
      instantiate: async (...given) => {
        const network = await runtime.instantiate(...given);
        const train = network.train.bind(network);
        network.train = (...more) => { meet(); return train(...more); };
        return network;
      },
      dispose: () => runtime.dispose(),
      [Symbol.asyncDispose]: () => runtime.dispose(),
    };
  };
  export default { name: "proxybo-runtime-perilous", version: "1.0.0", runtimes: { perilous: { ...tfjs, create } } };
`;

const argv = (
  "run --space nb201 --objective train --dataset fashion-mnist --runtime perilous:wasm --strategy random --evaluations 4 " +
  "--set space.options.channels=2 --set space.options.cells=1 --set space.options.stages=2 --set dataset.options.size=14 " +
  "--set dataset.options.train=100 --set objective.options.epochs=1 --parallel 2 --json"
).split(" ");
const start = (name: string, peril: string | undefined, ...more: readonly string[]) =>
  at.start([...argv, "--name", name, ...more], {
    MET: at.path(`${name}.met`),
    ...(peril !== undefined && { PERIL: peril }),
  });
const documentOf = (stdout: string) => runDocumentSchema.parse(JSON.parse(stdout));

beforeAll(async () => {
  at = await createWorkspace();
  const folder = "node_modules/proxybo-runtime-perilous";
  await mkdir(at.path(folder), { recursive: true });
  await at.write(`${folder}/index.js`, perilous);
  const manifest = {
    name: "proxybo-runtime-perilous",
    version: "1.0.0",
    type: "module",
    exports: "./index.js",
  };
  const plugin = { keywords: ["proxybo-plugin"], peerDependencies: { "@proxybo/core": "*" } };
  await at.write(`${folder}/package.json`, JSON.stringify({ ...manifest, ...plugin }));
  const dependencies = Object.fromEntries(
    ["@proxybo/spaces", "@proxybo/dataset-fashion-mnist", "proxybo-runtime-perilous"].map((name) => [
      name,
      "*",
    ]),
  );
  await at.write("package.json", JSON.stringify({ name: "searcher", dependencies }));
});
afterAll(() => at.remove());

describe("workers", { timeout: 180_000 }, () => {
  it("give the same search as ever, whatever else happens to one of them", async () => {
    const [sound, exited] = [
      await start("sound", undefined).finished,
      await start("exited", "exit").finished,
    ];
    expect({ code: sound.code, stderr: sound.stderr }).toEqual({ code: 0, stderr: "" });
    expect(exited.code).toBe(0);
    const whole = documentOf(sound.stdout).observations;
    const observations = documentOf(exited.stdout).observations;
    const lost = observations.flatMap(({ failure }) => failure ?? []);
    expect(lost).toHaveLength(1);
    expect(lost[0]).toMatchObject({
      code: "OBJECTIVE_FAILED",
      reason: "the training failed: the worker that computed it is gone: worker exited with code: 7",
    });
    const resultOf = ({ n, architecture, error, metrics }: (typeof whole)[number]) => ({
      n,
      architecture,
      error,
      metrics,
    });
    const errors = new Map(whole.map((each) => [each.n, resultOf(each)]));
    const others = observations.filter(({ failure }) => failure === undefined);
    expect(others).toHaveLength(3);
    for (const each of others) expect(resultOf(each)).toEqual(errors.get(each.n));
  });

  it("are stopped by --timeout in the middle of a step", async () => {
    const { code, stdout } = await start("late", "hang", "--timeout", "20").finished;
    expect(code).toBe(0);
    const failed = documentOf(stdout).observations.flatMap(({ failure }) => failure ?? []);
    expect(failed).toMatchObject([{ code: "OBJECTIVE_TIMEOUT", reason: "expected a result within 20 s" }]);
  });

  it("are stopped by a second Ctrl-C in the middle of a step", async () => {
    const run = start("stopped", "hang");
    await run.said("in peril");
    run.child.kill("SIGINT");
    await run.said("finishing the evaluation in flight");
    run.child.kill("SIGINT");
    const { code, stdout } = await run.finished;
    expect(code).toBe(130);
    expect(documentOf(stdout).observations.length).toBeLessThan(4);
  });
});
