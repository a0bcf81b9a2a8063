import { definePlugin } from "./contracts/plugin.ts";
import { objectives } from "./objectives/index.ts";
import {
  bo,
  brp,
  evolution,
  proxybo,
  proxygp,
  random,
  reinforce,
  warmupBrp,
  zeroCost,
} from "./strategies/index.ts";

/** What core itself offers: strategies and objectives. */
export const builtins = definePlugin({
  name: "@proxybo/core",
  version: "0.1.0",
  strategies: {
    random,
    reinforce,
    evolution,
    bo,
    brp,
    "warmup-brp": warmupBrp,
    proxybo,
    proxygp,
    "zero-cost": zeroCost,
  },
  objectives,
});
