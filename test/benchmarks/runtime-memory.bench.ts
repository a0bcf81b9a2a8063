import { type Batch, createRandom } from "@proxybo/core";
import { onnx } from "@proxybo/runtime-onnx";
import { nb201 } from "@proxybo/space-nb201";
import { expect, test } from "vitest";

/**
 * Resident memory of a process that scores one architecture after another: gradients and input gradients of networks of
 * NAS-Bench-201, each another one. Flat, once all kinds of segments have been met.
 *
 *     pnpm bench runtime-memory
 */
const architectures = 1000;
const space = nb201({ channels: 16, cells: 1 });
const task = { kind: "classification", input: [3, 16, 16], classes: 10 } as const;

test(
  `resident memory over ${architectures} architectures`,
  async () => {
    const random = createRandom(1, "runtime-memory.bench");
    const shape = [16, ...task.input];
    const batch: Batch = {
      inputs: { shape, data: Float32Array.from({ length: 16 * 768 }, () => random.normal()) },
      labels: Int32Array.from({ length: 16 }, (_, i) => i % 10),
    };
    const runtime = await onnx.create({ backend: "cpu", threads: 1, memory: 1 });
    const resident: number[] = [];
    for (let i = 1; i <= architectures; i++) {
      await using network = await runtime.instantiate(space.network(space.sample(random), task), { seed: i });
      await network.gradients(batch, "cross-entropy");
      await network.inputGradients(batch.inputs);
      if (i % 100 !== 0) continue;
      resident.push(process.memoryUsage().rss / 1e6);
      console.log(i, `${resident.at(-1)!.toFixed(0)} MB`);
    }
    // By a fifth of the way all kinds of segments have been met.
    expect(resident.at(-1)).toBeLessThan(1.25 * resident[1]!);
    await runtime.dispose();
  },
  24 * 3600 * 1000,
);
