import type { NetworkRuntime } from "@proxybo/core";
import { afterAll, beforeAll, describe } from "vitest";
import { testAgainstPyTorch } from "../fixtures/golden.ts";
import plugin from "../index.ts";

describe.each(["wasm", "cpu"] as const)("on %s, as PyTorch has it", (backend) => {
  let runtime: NetworkRuntime;
  beforeAll(async () => {
    runtime = await plugin.runtimes.tfjs.create({ backend });
  });
  afterAll(() => runtime.dispose());
  testAgainstPyTorch(() => runtime);
});
