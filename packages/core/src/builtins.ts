import { definePlugin } from "./contracts/plugin.ts";
import { objectives } from "./objectives/index.ts";
import {
  bo,
  brp,
  evolution,
  localSearch,
  proxybo,
  proxygp,
  random,
  reinforce,
  robot,
  warmupBrp,
  warmupEvolution,
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
    "warmup-evolution": warmupEvolution,
    "local-search": localSearch,
    bo,
    brp,
    "warmup-brp": warmupBrp,
    proxybo,
    proxygp,
    robot,
    "zero-cost": zeroCost,
  },
  objectives,
});
