import { testRuntime } from "@proxybo/core/testing";
import { afterAll, describe, it } from "vitest";
import { openRuntimePool } from "./pool.ts";

const pool = await openRuntimePool({
  module: import.meta.resolve("@proxybo/runtime-tfjs"),
  runtime: "tfjs",
  options: { backend: "wasm" },
});
// One lease for all: as a runtime of one piece of work.
const lease = await pool.lease();
afterAll(() => pool.dispose());

describe("the conformance suite of runtimes, in a worker", () => {
  for (const { name, run } of testRuntime(lease)) it(name, () => run());
});
