import { readFile } from "node:fs/promises";
import { setTimeout as sleep } from "node:timers/promises";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { mlflowTracker } from "../src/track/mlflow.ts";
import { trackQueue } from "../src/track/queue.ts";
import type { TrackedRun } from "../src/track/tracked-run.ts";
import { type Tracker, RefusedError } from "../src/track/tracker.ts";
import { trackerOf } from "../src/track/destination.ts";
import { formulaTable } from "./formula-table.ts";
import { mlflowServer } from "./mlflow-server.ts";
import { createWorkspace, type Workspace } from "./workspace.ts";

const run = (n: number, more: Partial<TrackedRun> = {}): TrackedRun => ({
  study: { id: "3f2a", name: "some study" },
  n,
  status: "finished",
  start: 1_790_000_000_000,
  end: 1_790_000_060_000,
  params: { architecture: `cell ${n}` },
  metrics: { error: 10 - n },
  tags: { "proxybo.n": String(n) },
  ...more,
});

/** A tracker that keeps what it was sent, and fails as `behave` says. */
function recording(behave: (sends: number, signal: AbortSignal) => Promise<void> = async () => {}) {
  const sent: number[] = [];
  let sends = 0;
  const tracker: Tracker = {
    name: "recording",
    async send({ n }, signal) {
      await behave(++sends, signal);
      sent.push(n);
    },
  };
  return { tracker, sent };
}

describe("the queue of a tracker", () => {
  it("sends everything in order, and waits for it at the end", async () => {
    const { tracker, sent } = recording(() => sleep(5));
    const warnings: string[] = [];
    {
      await using queue = trackQueue(tracker, { warn: (text) => warnings.push(text) });
      for (let n = 1; n <= 20; n++) queue.add(run(n));
      expect(sent).toEqual([]);
    }
    expect(sent).toEqual(Array.from({ length: 20 }, (_, i) => i + 1));
    expect(warnings).toEqual([]);
  });

  it("sends again what failed, and warns once", async () => {
    const { tracker, sent } = recording(async (sends) => {
      if (sends <= 3) throw new Error("no network");
    });
    const warnings: string[] = [];
    {
      await using queue = trackQueue(tracker, { warn: (text) => warnings.push(text), wait: 1 });
      queue.add(run(1));
      queue.add(run(2));
      await expect.poll(() => sent).toEqual([1, 2]);
    }
    expect(warnings).toEqual([
      expect.stringMatching(/^tracking by recording fails: no network; the search goes on/),
    ]);
  });

  it("leaves out what was refused", async () => {
    const { tracker, sent } = recording(async (sends) => {
      if (sends === 2) throw new RefusedError("too long");
    });
    {
      await using queue = trackQueue(tracker, { warn: () => {} });
      for (let n = 1; n <= 3; n++) queue.add(run(n));
    }
    expect(sent).toEqual([1, 3]);
  });

  it("holds so many at most: the oldest go", async () => {
    const { promise: open, resolve } = Promise.withResolvers<void>();
    const { tracker, sent } = recording((sends) => (sends === 1 ? open : Promise.resolve()));
    const warnings: string[] = [];
    {
      await using queue = trackQueue(tracker, { warn: (text) => warnings.push(text), capacity: 3 });
      for (let n = 1; n <= 10; n++) queue.add(run(n));
      resolve();
    }
    expect(sent).toEqual([1, 8, 9, 10]);
    expect(warnings).toEqual([expect.stringContaining("more than 3 evaluations wait")]);
  });

  it("gives up at the end, with one that does not answer and with one that only fails", async () => {
    const silent = recording((_, signal) => sleep(600_000, undefined, { signal }));
    const failing = recording(() => Promise.reject(new Error("down")));
    for (const { tracker } of [silent, failing]) {
      const warnings: string[] = [];
      {
        await using queue = trackQueue(tracker, { warn: (text) => warnings.push(text), patience: 50 });
        queue.add(run(1));
      }
      expect(warnings).toHaveLength(1);
    }
  });
});

describe("MLflow", () => {
  const { signal } = new AbortController();

  it("gets an experiment for a study, and a run with params, metrics and tags for each evaluation", async () => {
    await using server = await mlflowServer();
    const tracker = mlflowTracker(`${server.url}/`, {});
    await tracker.send(run(1, { metrics: { "influence.a:b": 0.5, error: 9 } }), signal);
    await tracker.send(run(2, { status: "failed", tags: { "proxybo.reason": "x".repeat(9000) } }), signal);
    await tracker.send(run(3, { status: "killed", params: { architecture: "y".repeat(9000) } }), signal);
    // Another process, another study of the same name: the experiment is there already.
    await mlflowTracker(server.url, {}).send(run(4), signal);
    await mlflowTracker(server.url, { MLFLOW_EXPERIMENT_NAME: "all" }).send(run(5), signal);
    expect(server.refusals).toEqual([]);
    expect(server.runs.map(({ experiment, status }) => [experiment, status])).toEqual([
      ["some study", "FINISHED"],
      ["some study", "FAILED"],
      ["some study", "KILLED"],
      ["some study", "FINISHED"],
      ["all", "FINISHED"],
    ]);
    expect(server.runs[0]).toMatchObject({
      name: "some study 1",
      params: { architecture: "cell 1" },
      metrics: { "influence.a_b": 0.5, error: 9 },
      tags: { "proxybo.n": "1", "mlflow.source.name": "proxybo" },
    });
  });

  it("makes no run twice, whichever request fails", async () => {
    // The experiment is looked up and made, then the run; then its batch and its end are sent.
    for (let failing = 0; failing < 5; failing++) {
      await using server = await mlflowServer();
      server.failures.push(...Array<"none">(failing).fill("none"), 503);
      const tracker = mlflowTracker(server.url, {});
      const one = run(1);
      // Looked up in vain, an experiment is made: that request alone does not fail the sending.
      const first = await tracker.send(one, signal).then(
        () => "sent",
        () => "failed",
      );
      expect(first).toBe(failing === 0 ? "sent" : "failed");
      if (first === "failed") await tracker.send(one, signal);
      expect(server.runs).toHaveLength(1);
      expect(server.runs[0]!.status).toBe("FINISHED");
      expect(server.refusals).toEqual([]);
    }
  });

  it("says what the server said, and does not send again what it refused", async () => {
    await using server = await mlflowServer();
    server.failures.push(404, 400);
    await expect(mlflowTracker(server.url, {}).send(run(1), signal)).rejects.toThrow(RefusedError);
    server.failures.push(404, 500);
    const failed = mlflowTracker(server.url, {}).send(run(1), signal);
    await expect(failed).rejects.toThrow("experiments/create: status 500, as the test says");
    await expect(failed).rejects.not.toThrow(RefusedError);
  });

  it("sends credentials of the environment along", async () => {
    await using server = await mlflowServer();
    await mlflowTracker(server.url, { MLFLOW_TRACKING_TOKEN: "t" }).send(run(1), signal);
    await mlflowTracker(server.url, {
      MLFLOW_TRACKING_USERNAME: "ada",
      MLFLOW_TRACKING_PASSWORD: "l",
    }).send(run(2), signal);
    expect([...server.authorizations]).toEqual(["Bearer t", "Basic YWRhOmw="]);
  });
});

describe("a destination", () => {
  it.each([
    ["wandb:x", /expected mlflow:<address> or jsonl:<file>/],
    ["mlflow:localhost", /the address of a server/],
    ["mlflow:file:///tmp", /the address of a server/],
    ["mlflow:http://ada:secret@host", /set MLFLOW_TRACKING_USERNAME/],
    ["jsonl:", /expected mlflow/],
  ])("'%s' is refused, without its password", (text, hint) => {
    const refusal = (): Error => {
      try {
        trackerOf(text, "/", {});
      } catch (error) {
        return error as Error;
      }
      throw new Error("expected a refusal");
    };
    expect(refusal()).toMatchObject({ code: "USAGE", hint: expect.stringMatching(hint) });
    expect(refusal().message).not.toContain("secret");
  });
});

describe("proxybo run --track", () => {
  let at: Workspace;
  beforeAll(async () => {
    at = await createWorkspace();
    await at.write("table.csv", formulaTable());
  });
  afterAll(() => at.remove());
  const argv = [
    "run",
    "--space",
    "nb201",
    "--table",
    "table.csv",
    "--proxies",
    "good",
    "--evaluations",
    "12",
  ];
  const linesOf = async (file: string): Promise<TrackedRun[]> =>
    (await readFile(at.path(file), "utf8"))
      .trim()
      .split("\n")
      .map((line) => JSON.parse(line) as TrackedRun);

  it(
    "sends every evaluation to each destination; resume goes on with it, or not",
    { timeout: 60_000 },
    async () => {
      await using server = await mlflowServer();
      const { code, stderr } = await at.proxybo(
        ...argv,
        "--name",
        "both",
        "--track",
        `jsonl:runs.jsonl,mlflow:${server.url}`,
      );
      expect([code, stderr]).toEqual([0, expect.not.stringContaining("tracking")]);
      expect(server.refusals).toEqual([]);
      const lines = await linesOf("runs.jsonl");
      const { document } = await at.json("studies", "both");
      const kept = (
        document as unknown as { observations: { n: number; architecture: string; error: number }[] }
      ).observations;
      expect(lines.map(({ n, params, metrics }) => [n, params["architecture"], metrics["error"]])).toEqual(
        kept.map(({ n, architecture, error }) => [n, architecture, error]),
      );
      expect(server.runs.map(({ metrics }) => metrics)).toEqual(lines.map(({ metrics }) => metrics));
      expect(lines.at(-1)!.metrics).toMatchObject({
        "influence.good": expect.any(Number),
        "generalization.surrogate": expect.any(Number),
        lowest_error: Math.min(...kept.map(({ error }) => error)),
      });
      expect(server.runs[0]).toMatchObject({
        status: "FINISHED",
        params: { space: "nb201", proxies: "good", seed: "1" },
      });

      await at.proxybo("resume", "both", "--evaluations", "14");
      expect(await linesOf("runs.jsonl")).toHaveLength(14);
      await at.proxybo("resume", "both", "--evaluations", "15", "--track", "none");
      expect(await linesOf("runs.jsonl")).toHaveLength(14);
    },
  );

  it("finds the same where nothing can be sent, and warns once", { timeout: 60_000 }, async () => {
    // Port 9 of this machine: nothing listens there.
    const track = ["--track", "mlflow:http://127.0.0.1:9,jsonl:table.csv/runs.jsonl"];
    const tracked = await at.json(...argv, ...track);
    const plain = await at.json(...argv);
    expect(tracked.code).toBe(0);
    const found = ({ document }: typeof plain) =>
      (document as unknown as { observations: { architecture: string }[] }).observations.map(
        ({ architecture }) => architecture,
      );
    expect(found(tracked)).toEqual(found(plain));
    expect(tracked.stderr.match(/tracking by .* fails/g)).toHaveLength(2);
  });

  it("keeps no study where the destination is none", async () => {
    const { code, stderr } = await at.proxybo(...argv, "--name", "never", "--track", "mlflow:nowhere");
    expect(code).toBe(2);
    expect(stderr).toContain("cannot track to 'mlflow:nowhere'");
    expect((await at.proxybo("studies", "never")).code).toBe(2);
  });
});
