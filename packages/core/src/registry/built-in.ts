import { definePlugin } from "../contracts/plugin.ts";
import { objectives } from "../objectives/index.ts";
import { bo } from "../strategies/bo.ts";
import { evolution } from "../strategies/evolution.ts";
import { proxybo } from "../strategies/proxybo.ts";
import { random } from "../strategies/random.ts";

/** What needs no plugin: the strategies, and the objectives. */
export const corePlugin = definePlugin({
  name: "@proxybo/core",
  version: "0.1.0",
  strategies: { proxybo, bo, evolution, random },
  objectives,
});
