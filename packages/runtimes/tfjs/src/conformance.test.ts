import { testRuntime } from "@proxybo/core/testing";
import { describe, test } from "vitest";
import { tfjs } from "./index.ts";

for (const backend of ["wasm", "cpu"] as const) {
  const runtime = await tfjs.create({ backend });
  describe(`tfjs on ${backend}`, () => {
    for (const { name, run } of testRuntime(runtime)) test(name, run);
  });
}
