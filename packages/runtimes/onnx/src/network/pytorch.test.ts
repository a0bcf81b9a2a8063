import { describe } from "vitest";
// The values that the runtime on TensorFlow.js is held against too.
import { testAgainstPyTorch } from "../../../tfjs/src/fixtures/golden.ts";
import { onnx } from "../index.ts";

const runtime = await onnx.create({ backend: "cpu", threads: 1, memory: 1 });

describe("as PyTorch has it", () => {
  testAgainstPyTorch(() => runtime);
});
