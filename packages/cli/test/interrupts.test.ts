import { setTimeout as sleep } from "node:timers/promises";
import { runDocumentSchema } from "@proxybo/core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { formulaTable } from "./formula-table.ts";
import { createWorkspace, type Workspace } from "./workspace.ts";

let at: Workspace;

beforeAll(async () => {
  at = await createWorkspace();
  await at.write("table.csv", formulaTable());
  // An objective that takes its time, and says when it is at work.
  await at.write(
    "slow.ts",
    `import { setTimeout as sleep } from "node:timers/promises";
     export default async ({ architecture, n, signal }) => {
       process.stderr.write("at work on " + n + "\\n");
       await sleep(n === 1 ? 10 : Number(process.env.SLOW_MS ?? 60_000), undefined, { signal });
       return { error: architecture.length % 50 };
     };`,
  );
});
afterAll(() => at.remove());

const slow = [
  "run",
  "--space",
  "nb201",
  "--objective",
  "module",
  "--set",
  "objective.options.path=slow.ts",
  "--strategy",
  "random",
];
const studyIn = async (workspace: Workspace, name: string) =>
  (await workspace.json("studies", name)).document as unknown as {
    observations: readonly { n: number; architecture: string; error: number }[];
  };

describe("Ctrl-C", () => {
  it("once finishes the evaluation in flight and says how to go on", async () => {
    const run = at.start([...slow, "--name", "once"], { SLOW_MS: "700" });
    await run.said("at work on 2");
    run.child.kill("SIGINT");
    await run.said("finishing the evaluation in flight; press Ctrl-C again to stop at once");
    const { code, stdout } = await run.finished;
    expect(code).toBe(0);
    expect(stdout).toContain("Finished early, after 2 of 100 evaluations.");
    expect(stdout).toMatch(/proxybo resume \w+\n +go on exactly from here/);
    expect((await studyIn(at, "once")).observations.map(({ n }) => n)).toEqual([1, 2]);
  });

  it("twice stops at once; what was acknowledged is kept, and --json still prints one document", async () => {
    const run = at.start([...slow, "--name", "twice", "--json"]);
    await run.said("at work on 2");
    run.child.kill("SIGINT");
    await run.said("finishing");
    const stopped = performance.now();
    run.child.kill("SIGINT");
    const { code, stdout } = await run.finished;
    expect(code).toBe(130);
    expect(performance.now() - stopped).toBeLessThan(8000);
    expect(runDocumentSchema.parse(JSON.parse(stdout)).observations).toHaveLength(1);
    expect((await studyIn(at, "twice")).observations.map(({ n }) => n)).toEqual([1]);
  });

  it("is not needed: SIGTERM stops at once", async () => {
    const run = at.start([...slow, "--name", "terminated"]);
    await run.said("at work on 2");
    run.child.kill("SIGTERM");
    expect((await run.finished).code).toBe(143);
  });
});

describe("kill -9", () => {
  it("loses nothing that was acknowledged: resumed equals uninterrupted", async () => {
    const argv = [
      "run",
      "--space",
      "nb201",
      "--table",
      "table.csv",
      "--proxies",
      "good,poor",
      "--evaluations",
      "60",
      "--seed",
      "3",
    ];
    const whole = runDocumentSchema.parse((await at.json(...argv, "--name", "whole")).document);
    let interrupted = 0;
    for (let i = 0; i < 5; i++) {
      const name = `killed-${i}`;
      const run = at.start([...argv, "--name", name]);
      await run.said("evaluation 6 of 60");
      // At a random moment, in the middle of whatever it does then.
      const delay = Math.random() * 300;
      await sleep(delay);
      run.child.kill("SIGKILL");
      interrupted += (await run.finished).signal === "SIGKILL" ? 1 : 0;
      const kept = await studyIn(at, name);
      expect(kept.observations.length, `killed after ${delay} ms`).toBeGreaterThanOrEqual(6);
      const resumed = runDocumentSchema.parse((await at.json("resume", name)).document);
      const decisive = (document: typeof whole) =>
        document.observations.map((observation) => ({ ...observation, seconds: 0 }));
      expect(decisive(resumed), `killed after ${delay} ms`).toEqual(decisive(whole));
    }
    expect(interrupted).toBeGreaterThan(0);
  });
});
