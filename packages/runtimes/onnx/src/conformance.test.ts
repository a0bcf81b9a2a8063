import { testRuntime } from "@proxybo/core/testing";
import { describe, it } from "vitest";
import { onnx } from "./index.ts";

const runtime = await onnx.create({ backend: "cpu", threads: 1, memory: 1 });

describe("the conformance suite of runtimes", () => {
  for (const { name, run } of testRuntime(runtime)) it(name, () => run());
});
