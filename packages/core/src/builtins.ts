import { definePlugin } from "./contracts/plugin.ts";
import { objectives } from "./objectives/index.ts";
import { bo, evolution, proxybo, random } from "./strategies/index.ts";

/** What core itself offers: strategies and objectives. */
export const builtins = definePlugin({
  name: "@proxybo/core",
  version: "0.1.0",
  strategies: { random, evolution, bo, proxybo },
  objectives,
});
