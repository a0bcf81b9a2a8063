import { setTimeout as sleep } from "node:timers/promises";
import { sqliteStore } from "@proxybo/core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { leaveWish, readStatus, type RunStatus } from "../src/control/files.ts";
import { isRunning } from "../src/control/liveness.ts";
import { slowObjective } from "./slow-objective.ts";
import { createWorkspace, type Started, type Workspace } from "./workspace.ts";

let at: Workspace;
let store: string;
beforeAll(async () => {
  at = await createWorkspace();
  store = at.path("studies.sqlite");
  await at.write("objective.ts", slowObjective(150));
});
afterAll(() => at.remove());

const argv = ["run", "--space", "nb201", "--objective", "module", "--strategy", "random"];
const options = ["--set", "objective.options.path=objective.ts", "--evaluations", "500"];

function start(name: string): Started {
  return at.start([...argv, ...options, "--name", name]);
}

async function studyIn(name: string) {
  await using open = await sqliteStore(store);
  const { id } = await open.study(name);
  return { id, observations: await open.observations(id) };
}

async function statusWhen(id: string, holds: (status: RunStatus) => boolean): Promise<RunStatus> {
  for (;;) {
    const status = await readStatus(store, id);
    if (status !== undefined && holds(status)) return status;
    await sleep(50);
  }
}

describe("a run that is controlled from another process", () => {
  it("tells how far it is; pauses, resumes and stops between evaluations", { timeout: 60_000 }, async () => {
    const run = start("controlled");
    await run.said("evaluation");
    const { id } = await studyIn("controlled");
    const running = await statusWhen(id, ({ inFlight, done }) => inFlight.length > 0 && done > 1);
    expect(running).toMatchObject({ pid: run.child.pid, state: "running", total: 500, scoring: null });
    expect(running.inFlight[0]).toMatchObject({
      fraction: 0.5,
      message: expect.stringMatching(/half of \d+/),
    });
    expect(running.perHour).toBeGreaterThan(0);
    expect(isRunning(running)).toBe(true);

    await leaveWish(store, id, "pause");
    const paused = await statusWhen(id, ({ state, inFlight }) => state === "paused" && inFlight.length === 0);
    await sleep(600);
    expect((await studyIn("controlled")).observations).toHaveLength(paused.done);
    // No time passes for the estimate while it is paused.
    await leaveWish(store, id, "resume");
    const resumed = await statusWhen(id, ({ done }) => done > paused.done);
    expect(resumed.state).toBe("running");

    await leaveWish(store, id, "stop");
    const { code, stdout, stderr } = await run.finished;
    expect(code).toBe(0);
    expect(stdout).toContain("Finished early");
    expect(stderr).toContain("paused by proxybo watch");
    expect(stderr).toContain("resumed by proxybo watch");
    expect(stderr).toContain("proxybo watch asked to stop");
    expect(await readStatus(store, id)).toBeUndefined();
  });

  it("hears Ctrl-C while it is paused, and no wish of before it began", { timeout: 60_000 }, async () => {
    const run = start("interrupted");
    await run.said("evaluation");
    const { id } = await studyIn("interrupted");
    await leaveWish(store, id, "pause");
    await statusWhen(id, ({ state, inFlight }) => state === "paused" && inFlight.length === 0);
    run.child.kill("SIGINT");
    expect((await run.finished).stdout).toContain("Finished early");

    await leaveWish(store, id, "stop");
    const again = at.start(["resume", id]);
    const { done } = await statusWhen(id, () => true);
    await statusWhen(id, (status) => status.done > done + 2);
    again.child.kill("SIGKILL");
    await again.finished;
    // The status of a killed process is there still, and counts for nothing.
    expect(isRunning(await readStatus(store, id))).toBe(false);
  });

  it("runs where nothing can be written beside the store", async () => {
    await at.write("unseen.sqlite-runs", "a file where the folder would be");
    const argvHere = [
      ...argv,
      ...options.slice(0, 2),
      "--evaluations",
      "3",
      "--store",
      at.path("unseen.sqlite"),
    ];
    const { code, stdout } = await at.proxybo(...argvHere);
    expect(stdout).toContain("3 evaluations");
    expect(code).toBe(0);
  });
});
