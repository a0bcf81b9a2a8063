import { testPlugin } from "@proxybo/core/testing";
import { describe, it } from "vitest";
import plugin from "./index.ts";

describe("the contract of a plugin", () => {
  for (const { name, run } of testPlugin(plugin)) it(name, () => run());
});
