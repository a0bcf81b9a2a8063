import { testRuntime } from "@proxybo/core/testing";
import { afterAll, describe, it } from "vitest";
import { onnxSource, tfjsSource } from "../test/parts.ts";
import { openRuntimePool } from "./pool.ts";

describe.each([tfjsSource, onnxSource])(
  "the conformance suite of runtimes, in a worker, of $runtime",
  async (source) => {
    const pool = await openRuntimePool(source);
    // One lease for all: as a runtime of one piece of work.
    const lease = await pool.lease();
    afterAll(() => pool.dispose());
    for (const { name, run } of testRuntime(lease)) it(name, () => run());
  },
);
