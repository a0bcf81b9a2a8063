import { existsSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { createRegistry, corePlugin } from "@proxybo/core";
import spaces from "@proxybo/space-nb201";
import { describe, expect, it } from "vitest";
import { resolveTask } from "./config/resolve-task.ts";
import { correlate } from "./correlate/correlation.ts";
import { describeTask, poolErrors } from "./run/describe-task.ts";
import { openTask } from "./run/open-task.ts";

const folder =
  process.env["PROXYBO_DATA"] ?? fileURLToPath(new URL("../../../../shared/data", import.meta.url));
const absent = !existsSync(`${folder}/nb201-cifar10.csv.gz`);
if (absent) console.log("skipped: no benchmark tables");

describe.skipIf(absent)("on NAS-Bench-201, CIFAR-10", () => {
  it("the recorded proxies correlate as published (Table 1), and the optimum is the table's", async () => {
    const registry = createRegistry([corePlugin, spaces]);
    const task = await resolveTask("nb201-cifar10", registry, { directory: ".", data: [folder] });
    const open = await openTask(task, registry);
    const errors = await poolErrors(open);
    const summary = await describeTask(task, open, errors);
    expect(summary.architectures).toBe(15_625);
    expect(summary.optimum.test).toBeCloseTo(100 - 91.52, 2);
    // ρ of the recorded scores with the validation accuracy: 0.59, 0.74, 0.77.
    for (const [proxy, rho] of [
      ["snip", 0.59],
      ["synflow", 0.74],
      ["jacob_cov", 0.77],
    ] as const) {
      const scores = await open.proxies.get(proxy)!.scores(open.pool);
      const { all, top } = correlate(scores, errors.valid, { resamples: 50 });
      expect(all.spearman.value, proxy).toBeCloseTo(rho, 1);
      expect(Math.abs(all.spearman.value - rho), proxy).toBeLessThan(0.01);
      expect(top.count).toBeLessThanOrEqual(1563);
    }
  });
});
