import { Graph } from "../graph/graph.ts";
import { conv } from "../graph/products.ts";
import { type OnnxRuntime, Sessions } from "./machine.ts";
import { Memory } from "./memory.ts";
import { programOf } from "./program.ts";
import { type Machine, run } from "./run.ts";

/**
 * How many channels ONNX Runtime blocks on this processor: the size with which a blocked convolution gives what a plain
 * one does. Undefined where none does, or where there are no blocked ones.
 */
export async function blockOf(ort: OnnxRuntime): Promise<number | undefined> {
  const machine = machineOn(ort, "cpu");
  try {
    const expected = await convolved(machine, undefined);
    for (const block of sizes) {
      const found = await convolved(machine, block).catch(() => undefined);
      if (found?.every((value, i) => Math.abs(value - expected[i]!) < 1e-3)) return block;
    }
    return undefined;
  } finally {
    await machine.sessions.release();
  }
}

/** Computes a convolution by a backend; rejects with what ONNX Runtime says where it cannot. */
export async function computesOn(ort: OnnxRuntime, backend: string): Promise<void> {
  const machine = machineOn(ort, backend);
  try {
    await convolved(machine, undefined);
  } finally {
    await machine.sessions.release();
  }
}

function machineOn(ort: OnnxRuntime, backend: string): Machine {
  return {
    ort,
    sessions: new Sessions(ort, { backend, threads: 1, sessions: sizes.length + 1 }),
    memory: new Memory(0),
  };
}

const sizes = [16, 8];
const channels = 32;

async function convolved(machine: Machine, block: number | undefined): Promise<Float32Array> {
  const graph = new Graph(block);
  const x = graph.input("x", [1, channels, 3, 3]);
  const weight = graph.input("weight", [channels, channels, 2, 2]);
  const two = [2, 2];
  const window = {
    kernel: two,
    strides: [1, 1],
    dilations: [1, 1],
    before: [0, 0],
    after: [0, 0],
    groups: 1,
  };
  const program = programOf(graph, { value: [conv(graph, x, weight, undefined, window)] });
  const wave = (length: number) => Float32Array.from({ length }, (_, i) => Math.sin(i * i + 1));
  const inputs = new Map([
    ["x", wave(channels * 9)],
    ["weight", wave(channels * channels * 4)],
  ]);
  return (await run(machine, program, inputs)).value[0]!;
}
