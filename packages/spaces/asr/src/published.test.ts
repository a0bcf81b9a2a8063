import { readFileSync } from "node:fs";
import { type NetworkRuntime, parametersOf, transcribed } from "@proxybo/core";
import { tfjs } from "@proxybo/runtime-tfjs";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type Architecture, asr, type Macro } from "./index.ts";

interface Known {
  readonly vector: Architecture;
  readonly macro: Omit<Macro, "dropout">;
  readonly input: readonly [number, number];
  readonly symbols: number;
  readonly transcripts: readonly (readonly number[])[];
  readonly outputs: readonly number[];
  readonly loss: number;
  /** Norm of the gradient of each parameter. */
  readonly gradients: readonly number[];
}

const cases = JSON.parse(
  readFileSync(new URL("fixtures/outputs.json", import.meta.url), "utf8"),
) as readonly Known[];

/** As in fixtures/outputs.py. */
const wave = (stream: number, count: number): Float64Array =>
  Float64Array.from({ length: count }, (_, i) => Math.sin(i * 12.9898 + stream * 78.233));

const sizeOf = (shape: readonly number[]): number => shape.reduce((product, size) => product * size, 1);

let runtime: NetworkRuntime;
beforeAll(async () => {
  runtime = await tfjs.create({ backend: "wasm" });
});
afterAll(() => runtime.dispose());

describe("the network for transcription computes what one built in PyTorch does", () => {
  it.each(cases)("$vector: outputs, CTC and gradients", async (known) => {
    const { vector, macro, input, symbols } = known;
    const spec = asr(macro).network(vector, { kind: "transcription", input, symbols });
    const parameters = parametersOf(spec).map(({ role, shape }, i) => {
      const values = wave(i + 2, sizeOf(shape));
      if (role === "scale") return Float32Array.from(values, (value) => 1 + 0.3 * value);
      return Float32Array.from(values, (value) => value * (role === "shift" ? 0.2 : 0.5));
    });
    expect(parameters).toHaveLength(known.gradients.length);
    await using network = await runtime.instantiate(spec, { seed: 0, parameters });
    const shape = [known.transcripts.length, ...input];
    const inputs = { shape, data: Float32Array.from(wave(1, sizeOf(shape))) };
    const { data } = await network.forward(inputs);
    expect(data).toHaveLength(known.outputs.length);
    for (const [i, value] of known.outputs.entries()) expect(data[i]).toBeCloseTo(value, 4);
    const transcripts = known.transcripts.map((symbol) => Int32Array.from(symbol));
    const { loss, gradients } = await network.gradients(transcribed(inputs, transcripts), "ctc");
    expect(loss / known.loss).toBeCloseTo(1, 4);
    const norms = gradients.map((gradient) => Math.hypot(...gradient));
    for (const [i, norm] of known.gradients.entries())
      expect(Math.abs(norms[i]! - norm), `gradient ${i}`).toBeLessThanOrEqual(1e-4 * Math.max(norm, 1e-3));
  });
});
