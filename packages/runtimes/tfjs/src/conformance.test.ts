import { testRuntime } from "@proxybo/core/testing";
import { describe, it } from "vitest";
import { tfjs } from "./index.ts";

for (const backend of ["wasm", "cpu"] as const) {
  const runtime = await tfjs.create({ backend });
  describe(`the conformance suite of runtimes, on ${backend}`, () => {
    for (const { name, run } of testRuntime(runtime)) it(name, () => run());
  });
}
