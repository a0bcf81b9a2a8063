/** The source of an objective of kind `module` that takes its time, and reports when half of it is over. */
export const slowObjective = (milliseconds: number): string => `
  import { setTimeout as sleep } from "node:timers/promises";
  export default async ({ n, report, signal }) => {
    report(0.5, "half of " + n);
    await sleep(${milliseconds}, undefined, { signal });
    return { error: 50 / n, metrics: {} };
  };`;
