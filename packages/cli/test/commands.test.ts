import { readFile, rm } from "node:fs/promises";
import { runDocumentSchema } from "@proxybo/core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { formulaTable } from "./formula-table.ts";
import { createWorkspace, type Workspace } from "./workspace.ts";

let at: Workspace;
const commands = ["quickstart", "init", "run", "resume", "studies", "score", "plugins", "doctor"];

beforeAll(async () => {
  at = await createWorkspace();
  await at.write("table.csv", formulaTable());
  const argv = ["run", "--space", "nb201", "--table", "table.csv", "--proxies", "good", "--evaluations", "8"];
  await at.proxybo(...argv, "--name", "first");
});
afterAll(() => at.remove());

describe("help", () => {
  it.for(commands)("of %s lists its flags and gives examples", async (name) => {
    const { code, stdout, stderr } = await at.proxybo(name, "--help");
    expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
    expect(stdout).toContain(`Usage  proxybo ${name}`);
    expect(stdout).toContain("--json");
    expect(stdout).toMatch(new RegExp(`Examples\\n +proxybo ${name}`));
  });

  it("of the whole lists the commands; the version is the package's", async () => {
    const { stdout } = await at.proxybo("--help");
    for (const name of commands) expect(stdout).toContain(`  ${name}`);
    expect((await at.proxybo()).stdout).toBe(stdout);
    const { version } = JSON.parse(await readFile(new URL("../package.json", import.meta.url), "utf8")) as {
      version: string;
    };
    expect((await at.proxybo("--version")).stdout).toBe(`${version}\n`);
  });
});

describe("proxybo studies", () => {
  it("lists what is kept, and shows one", async () => {
    const listed = await at.json("studies");
    expect(listed.document).toMatchObject({
      version: 1,
      store: at.path("studies.sqlite"),
      studies: [{ name: "first", observations: 8, failed: 0, best: { n: expect.any(Number) } }],
    });
    const human = await at.proxybo("studies");
    expect(human.stdout).toMatch(/first .* 8 evaluations +best \d+\.\d\d %/);
    const one = await at.json("studies", "first");
    expect(one.document["observations"]).toHaveLength(8);
    const shown = await at.proxybo("studies", "first");
    expect(shown.stdout).toMatch(/^ +8 +\d+\.\d\d % .* acquisition +\|/m);
    expect(shown.stdout).toContain("go on: proxybo resume ");
  });

  it("says how to start where there are none", async () => {
    const { stdout, code } = await at.proxybo("studies", "--store", "empty.sqlite");
    expect({ code }).toEqual({ code: 0 });
    expect(stdout).toContain("proxybo quickstart");
  });
});

describe("proxybo resume", () => {
  it("goes on for longer, as if it had never stopped", async () => {
    const resumed = runDocumentSchema.parse(
      (await at.json("resume", "first", "--evaluations", "20")).document,
    );
    const argv = [
      "run",
      "--space",
      "nb201",
      "--table",
      "table.csv",
      "--proxies",
      "good",
      "--evaluations",
      "20",
    ];
    const whole = runDocumentSchema.parse((await at.json(...argv, "--name", "whole")).document);
    expect(resumed.observations.map(({ architecture }) => architecture)).toEqual(
      whole.observations.map(({ architecture }) => architecture),
    );
    const fewer = await at.proxybo("resume", "first", "--evaluations", "5");
    expect(fewer.code).toBe(2);
    expect(fewer.stderr).toContain("has 20 evaluations already, more than 5");
  });

  it("refuses settings that changed in the configuration file, and says which", async () => {
    const config = (trees: number) =>
      `export default { space: "nb201", objective: { name: "table", options: { path: "table.csv" } },
         proxies: ["good"], surrogate: { name: "rf", options: { trees: ${trees} } }, evaluations: 6, name: "by-file" };`;
    await at.write("my.config.ts", config(5));
    expect((await at.proxybo("run", "my.config.ts", "--seed", "3")).code).toBe(0);
    expect((await at.json("resume", "by-file", "--evaluations", "7")).code).toBe(0);
    await at.write("my.config.ts", config(6));
    const { code, stderr } = await at.proxybo("resume", "by-file", "--evaluations", "8");
    expect(code).toBe(2);
    expect(stderr).toContain("was started with other settings: surrogate.options.trees was 5, is now 6");
    expect(stderr).toContain("STUDY_MISMATCH");
  });
});

describe("proxybo init", () => {
  it("writes a configuration that runs, and never overwrites it unasked", async () => {
    const argv = [
      "init",
      "--yes",
      "--space",
      "nb201",
      "--table",
      "table.csv",
      "--proxies",
      "good,poor",
      "--evaluations",
      "6",
    ];
    const { code, stdout } = await at.proxybo(...argv);
    expect(code).toBe(0);
    expect(stdout).toContain("Wrote proxybo.config.ts.");
    expect(stdout).not.toContain("before it runs");
    const source = await readFile(at.path("proxybo.config.ts"), "utf8");
    expect(source).toContain(`import spaces from "@proxybo/spaces";`);
    expect(source).toContain(`  plugins: [spaces, surrogates],`);
    expect((await at.json("run")).document["observations"]).toHaveLength(6);
    const again = await at.proxybo(...argv);
    expect(again.code).toBe(2);
    expect(again.stderr).toContain("the file is there already; nothing was written");
    expect((await at.json(...argv, "--force")).document).toMatchObject({
      file: at.path("proxybo.config.ts"),
    });
    await rm(at.path("proxybo.config.ts"));
  });
});

describe("proxybo init --space choices", () => {
  it("writes decisions and a training that run as they are, and leaves a training alone that is there", async () => {
    const inner = await createWorkspace();
    const { stdout, stderr } = await inner.proxybo(
      "init",
      "--yes",
      "--space",
      "choices",
      "--evaluations",
      "8",
    );
    expect(stderr).toBe("");
    expect(stdout).toContain("Wrote proxybo.config.ts, and evaluate.ts: a training to begin with.");
    expect(stdout).not.toContain("before it runs");
    const { document } = await inner.json("run");
    const observations = document["observations"] as unknown as { architecture: string; error: number }[];
    expect(observations).toHaveLength(8);
    // Guessing is wrong of half the points; what is trained is not.
    expect(Math.min(...observations.map(({ error }) => error))).toBeLessThan(35);
    expect(observations[0]!.architecture).toMatch(/depth=\d width1=\d+ /);
    await inner.write("evaluate.ts", "export default () => ({ error: 1 });");
    const again = await inner.proxybo("init", "--yes", "--space", "choices", "--force");
    expect(again.stdout).toContain("Wrote proxybo.config.ts.");
    expect(await readFile(inner.path("evaluate.ts"), "utf8")).toContain("error: 1");
    await inner.remove();
  });
});

describe("proxybo plugins", () => {
  it("lists entries with package, origin, options and defaults", async () => {
    const { document } = await at.json("plugins");
    expect(document["entries"]).toContainEqual(
      expect.objectContaining({ kind: "strategy", name: "proxybo", package: "@proxybo/core" }),
    );
    const plain = await at.proxybo("plugins");
    expect(plain.stdout).toMatch(/^nb201 {2}space {2}@proxybo\/space-nb201@\d/m);
    expect(plain.stdout).toMatch(/^ +temperature += 0\.05 +a number > 0/m);
  });

  it("says what was skipped and why, while the others load", async () => {
    const inner = await createWorkspace();
    await inner.write(
      "package.json",
      `{ "dependencies": { "@proxybo/spaces": "*", "proxybo-proxy-absent": "*" } }`,
    );
    const { document } = await inner.json("plugins");
    expect(document["skipped"]).toEqual([
      {
        package: "proxybo-proxy-absent",
        reason: "it is not installed",
        fix: "install it: npm install proxybo-proxy-absent",
      },
    ]);
    expect(JSON.stringify(document["entries"])).toContain("nb201");
    expect((await inner.proxybo("plugins")).stdout).toContain(
      "skipped proxybo-proxy-absent: it is not installed",
    );
    const doctor = await inner.json("doctor");
    expect(doctor.code).toBe(1);
    expect(doctor.document["skipped"]).toHaveLength(1);
    await inner.remove();
  });
});

describe("proxybo doctor", () => {
  it("checks Node, store and plugins, and names every backend with why it is not there", async () => {
    const { code, document } = await at.json("doctor");
    expect(code).toBe(0);
    expect(document).toMatchObject({
      ok: true,
      checks: [{ name: "Node" }, { name: "store" }, { name: "plugins" }],
    });
    const { backends } = (
      document["runtimes"] as unknown as {
        backends: { backend: string; available: boolean; detail: string }[];
      }[]
    )[0]!;
    expect(backends).toContainEqual(expect.objectContaining({ backend: "wasm", available: true }));
    for (const backend of backends) expect(backend.detail).not.toBe("");
    expect((await at.proxybo("doctor")).stdout).toMatch(/there +tfjs:wasm/);
  });
});

describe("proxybo score", () => {
  const cell = "|nor_conv_3x3~0|+|none~0|skip_connect~1|+|skip_connect~0|none~1|none~2|";
  const small = [
    "--set",
    "space.options.channels=4",
    "--set",
    "space.options.cells=1",
    "--set",
    "dataset.options.size=28",
    "--batch-size",
    "8",
  ];

  it("computes live scores, raw and normalised, with the seconds of each", async () => {
    const argv = [
      "score",
      cell,
      "--space",
      "nb201",
      "--dataset",
      "fashion-mnist",
      "--proxies",
      "snip,synflow",
      ...small,
    ];
    const { code, document } = await at.json(...argv);
    expect(code).toBe(0);
    const { architectures } = document as unknown as {
      architectures: {
        architecture: string;
        scores: Record<string, { raw: number; normalized: number; seconds: number }>;
      }[];
    };
    const { snip, synflow } = architectures[0]!.scores;
    expect(architectures[0]!.architecture).toBe(cell);
    expect(snip!.normalized).toBe(-snip!.raw);
    expect(synflow!.seconds).toBeGreaterThan(0);
    const human = await at.proxybo(...argv);
    expect(human.stdout).toContain(cell);
    expect(human.stdout).toContain(snip!.raw.toPrecision(6));
    expect(human.stdout).toContain("normalised: lower is better");
  });

  it("builds no network, and needs no runtime, where the proxies only count", async () => {
    const argv = ["score", cell, "--space", "nb201", "--proxies", "params,flops", "--runtime", "absent"];
    const task = ["--set", "task.input=[3,32,32]", "--set", "task.classes=10"];
    const { code, document } = await at.json(...argv, ...task);
    expect(code).toBe(0);
    expect(document).not.toHaveProperty("runtime");
    expect(document).not.toHaveProperty("dataset");
    expect(document).toMatchObject({
      architectures: [
        { scores: { params: { raw: expect.any(Number) }, flops: { raw: expect.any(Number) } } },
      ],
    });
    const human = await at.proxybo(...argv);
    expect(human.stdout).toContain("on networks for fashion-mnist, which were counted and not built");
    expect((await at.proxybo(...argv, "--proxies", "params,snip")).code).toBe(2);
  });
});

describe("proxybo quickstart", () => {
  it("searches with real training, and says the accuracy on held-out images", async () => {
    const argv = [
      "quickstart",
      "--evaluations",
      "6",
      "--set",
      "dataset.options.train=100",
      "--set",
      "dataset.options.validation=100",
    ];
    const { code, stdout, stderr } = await at.proxybo(
      ...argv,
      "--set",
      "objective.options.epochs=1",
      "--set",
      "batchSize=8",
    );
    expect(code).toBe(0);
    expect(stderr).toContain("proxies snip (live), synflow (live), jacob_cov (live); objective train");
    expect(stderr).toContain("influence surrogate");
    expect(stdout).toMatch(/test error +\d+\.\d\d % +accuracy \d+\.\d\d %, on held-out examples/);
    // A study of a search with live proxies goes on as well.
    expect(
      (await at.json("resume", "quickstart", "--evaluations", "7")).document["observations"],
    ).toHaveLength(7);
  });
});
