import { testPlugin } from "@proxybo/core/testing";
import { describe, it } from "vitest";
import plugin from "./index.ts";

describe("the contract of a plugin", () => {
  for (const { name, run } of testPlugin(plugin, {
    options: { "objectives.template-name": { url: "http://127.0.0.1:8080" } },
  }))
    it(name, () => run());
});
