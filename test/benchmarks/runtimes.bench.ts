import { execFile } from "node:child_process";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import {
  type Batch,
  createRandom,
  type NetworkRuntime,
  type NetworkSpec,
  scoreArchitecture,
  type TrainingSchedule,
} from "@proxybo/core";
import { jacobCov } from "@proxybo/proxy-jacob-cov";
import { snip } from "@proxybo/proxy-snip";
import { synflow } from "@proxybo/proxy-synflow";
import { onnx } from "@proxybo/runtime-onnx";
import { tfjs } from "@proxybo/runtime-tfjs";
import { nb201 } from "@proxybo/space-nb201";
import { expect, test } from "vitest";

/**
 * Seconds for each architecture, end to end: building the network, compiling what is new in it, and the pass. Full-size
 * NAS-Bench-201 networks (16 channels, 3 × 5 cells, 3 × 32 × 32), every architecture another one; ONNX Runtime,
 * TensorFlow.js on WebAssembly, and PyTorch on one thread where it is installed. Processor seconds and, in brackets,
 * seconds on the clock. "… again" is the same architecture a second time, when all is compiled: what it takes to build and
 * to compute.
 *
 *     ARCHITECTURES=50 pnpm bench runtimes
 *     ARCHITECTURES=50 WORK=synflow pnpm bench runtimes    # that alone
 *
 * PyTorch's share depends on its matrix products: Debian's takes a slow reference version of BLAS unless
 * `libopenblas0-pthread` is installed beside it.
 */
const count = Number(process.env["ARCHITECTURES"] ?? 4);
const kinds = (process.env["WORK"] ?? "snip,jacob_cov,synflow,epoch").split(",");
const n = 64;
/** Examples of the measured epoch: 8 steps. */
const epoch = 512;

const space = nb201();
const task = { kind: "classification", input: [3, 32, 32], classes: 10 } as const;
const random = createRandom(1, "runtimes.bench");
const architectures = Array.from({ length: count }, () => space.sample(random));

const noise = (examples: number): Batch => ({
  inputs: {
    shape: [examples, ...task.input],
    data: Float32Array.from({ length: examples * 3072 }, () => random.normal()),
  },
  labels: Int32Array.from({ length: examples }, (_, i) => i % 10),
});
const batch = noise(n);
const examples = noise(epoch);
const schedule: TrainingSchedule = {
  epochs: 1,
  batchSize: n,
  optimizer: { type: "sgd", learningRate: 0.1, momentum: 0.9, nesterov: true, weightDecay: 5e-4 },
  decay: "constant",
  augmentation: { flip: false, shift: 0 },
  seed: 1,
};

/** [processor, clock] for each kind of work. */
type Seconds = Record<string, readonly [number, number]>;

async function measured(work: () => Promise<unknown>): Promise<readonly [number, number]> {
  const [processor, clock] = [process.cpuUsage(), performance.now()];
  await work();
  const { user, system } = process.cpuUsage(processor);
  return [(user + system) / 1e6, (performance.now() - clock) / 1000];
}

async function measure(runtime: NetworkRuntime, architecture: (typeof architectures)[number]) {
  const spec: NetworkSpec = space.network(architecture, task);
  const seconds: Seconds = {};
  const scores: Record<string, number> = {};
  for (const proxy of [snip, jacobCov, synflow].filter(({ name }) => kinds.includes(name)))
    for (const work of [proxy.name, `${proxy.name} again`])
      seconds[work] = await measured(async () => {
        const parts = { space, architecture, task, proxies: [proxy], runtime, batch, seed: 1 };
        scores[proxy.name] = (await scoreArchitecture(parts))[proxy.name]!.raw;
      });
  if (!kinds.includes("epoch")) return { seconds, scores };
  seconds["epoch"] = await measured(async () => {
    await using network = await runtime.instantiate(spec, { seed: 1 });
    await network.train(examples, schedule);
  });
  return { seconds, scores };
}

async function pytorch(): Promise<readonly Seconds[] | undefined> {
  const script = fileURLToPath(new URL("pytorch.py", import.meta.url));
  const job = {
    specs: architectures.map((architecture) => space.network(architecture, task)),
    n,
    epoch,
    kinds,
  };
  const env = { ...process.env, OMP_NUM_THREADS: "1", OPENBLAS_NUM_THREADS: "1" };
  const running = promisify(execFile)(process.env["PYTHON"] ?? "python3", [script], { env });
  running.child.stdin!.end(JSON.stringify(job));
  try {
    const { stdout } = await running;
    return stdout
      .trim()
      .split("\n")
      .map((line) => JSON.parse(line) as Seconds);
  } catch (error) {
    console.log(`skipped PyTorch: ${(error as Error).message.trim().split("\n").at(-1)}`);
    return undefined;
  }
}

test(
  `${count} full-size networks of NAS-Bench-201, batch ${n}`,
  async () => {
    const known = await pytorch();
    const runtimes = [
      await onnx.create({ backend: "cpu", threads: 1, memory: 1 }),
      await tfjs.create({ backend: "wasm" }),
    ];
    const sums = new Map<string, Record<string, [number, number]>>();
    const add = (name: string, seconds: Seconds) => {
      const sum = sums.get(name) ?? {};
      for (const [work, [processor, clock]] of Object.entries(seconds))
        sum[work] = [(sum[work]?.[0] ?? 0) + processor / count, (sum[work]?.[1] ?? 0) + clock / count];
      sums.set(name, sum);
    };
    const apart: Record<string, number> = {};
    for (const seconds of known ?? []) add("PyTorch", seconds);
    // One runtime after the other: in turn, each would find the caches full of what the other had left there.
    const [first, second] = [[], []] as Record<string, number>[][];
    for (const [runtime, scored, name] of [
      [runtimes[0]!, first!, "onnx"],
      [runtimes[1]!, second!, "tfjs:wasm"],
    ] as const)
      for (const architecture of architectures) {
        const { seconds, scores } = await measure(runtime, architecture);
        add(name, seconds);
        scored.push(scores);
      }
    for (const [i, scores] of first!.entries()) {
      for (const [name, score] of Object.entries(scores)) {
        const other = second![i]![name]!;
        if (Number.isFinite(score) && Number.isFinite(other))
          apart[name] = Math.max(apart[name] ?? 0, score === other ? 0 : Math.abs(score / other - 1));
      }
    }
    const yardstick = sums.get("PyTorch");
    console.table(
      Object.fromEntries(
        Array.from(sums, ([name, sum]) => [
          name,
          Object.fromEntries(
            Object.entries(sum).map(([work, [processor, clock]]) => {
              const ratio = yardstick ? ` ${(processor / yardstick[work]![0]).toFixed(2)}×` : "";
              return [work, `${processor.toFixed(3)} (${clock.toFixed(3)})${ratio}`];
            }),
          ),
        ]),
      ),
    );
    console.log("onnx and tfjs:wasm apart at most", apart);
    for (const [name, most] of Object.entries(apart)) expect(most, name).toBeLessThan(1e-3);
    for (const runtime of runtimes) await runtime.dispose();
  },
  24 * 3600 * 1000,
);
