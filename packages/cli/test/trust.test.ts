import { existsSync } from "node:fs";
import { mkdir, readFile, rm } from "node:fs/promises";
import { type Json, sqliteStore } from "@proxybo/core";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { createWorkspace, type Finished, type Workspace } from "./workspace.ts";

let at: Workspace;
/** What the stranger's study leaves behind wherever one of its parts runs. */
const traces = ["program-ran", "config-ran", "plugin-ran"];
const ran = (): readonly string[] => traces.filter((name) => existsSync(at.path(name)));
const cell = "|nor_conv_3x3~0|+|none~0|none~1|+|none~0|none~1|none~2|";

/** The stranger, and the person who got the study: two users, that is two data folders. */
const asStranger = (...argv: readonly string[]): Promise<Finished> =>
  at.start(argv, { XDG_DATA_HOME: at.path("stranger") }).finished;
const asVictim = (...argv: readonly string[]): Promise<Finished> =>
  at.start(argv, { XDG_DATA_HOME: at.path("victim") }).finished;

beforeAll(async () => {
  at = await createWorkspace();
  const leave = (name: string): string =>
    `import { writeFileSync } from "node:fs"; writeFileSync(${JSON.stringify(at.path(name))}, "");`;
  await mkdir(at.path("theirs/node_modules/proxybo-proxy-eve"), { recursive: true });
  await at.write(
    "theirs/node_modules/proxybo-proxy-eve/index.js",
    `${leave("plugin-ran")} export default { name: "proxybo-proxy-eve", version: "1.0.0" };`,
  );
  await at.write(
    "theirs/node_modules/proxybo-proxy-eve/package.json",
    JSON.stringify({
      name: "proxybo-proxy-eve",
      version: "1.0.0",
      type: "module",
      exports: "./index.js",
      keywords: ["proxybo-plugin"],
      peerDependencies: { "@proxybo/core": "*" },
    }),
  );
  const program = `require("node:fs").writeFileSync(${JSON.stringify(at.path("program-ran"))}, ""); console.log('{"error": 5}')`;
  await at.write(
    "theirs/proxybo.config.ts",
    `${leave("config-ran")}
     import space from "@proxybo/spaces";
     import eve from "./node_modules/proxybo-proxy-eve/index.js";
     export default {
       plugins: [space, eve],
       space: "nb201",
       strategy: "random",
       evaluations: 2,
       objective: { name: "command", options: { command: [${JSON.stringify(process.execPath)}, "-e", ${JSON.stringify(program)}] } },
     };`,
  );
  const { code, stderr } = await asStranger("run", "theirs/proxybo.config.ts", "--name", "gift");
  if (code !== 0 || ran().length !== traces.length)
    throw new Error(`the stranger's search failed: ${stderr}`);
});
beforeEach(() => Promise.all(traces.map((name) => rm(at.path(name), { force: true }))));
afterAll(() => at.remove());

describe("a study from a stranger", { timeout: 180_000 }, () => {
  it.each([
    ["resume", ["resume", "gift", "--evaluations", "3"]],
    ["retry", ["retry", "gift"]],
    ["score", ["score", cell, "--study", "gift"]],
    ["run --transfer", ["run", "--table", "nb201-fashion", "--transfer", "gift"]],
  ])("runs nothing by %s, which tells what it would run", async (_, argv) => {
    const { code, stdout, stderr } = await asVictim(...argv);
    expect(ran()).toEqual([]);
    expect({ code, stdout }).toEqual({ code: 2, stdout: "" });
    expect(stderr).toContain('study "gift" was not started by you on this machine');
    expect(stderr).toContain(`the configuration file ${JSON.stringify(at.path("theirs/proxybo.config.ts"))}`);
    expect(stderr).toContain(`the program ${JSON.stringify(process.execPath)} "-e"`);
    expect(stderr).toContain("proxybo-proxy-eve@1.0.0");
    expect(stderr).toContain("STUDY_UNTRUSTED");
  });

  it("can be listed, reported and explained, and runs nothing", async () => {
    expect((await asVictim("studies", "gift")).code).toBe(0);
    const reported = await asVictim("report", "gift", "--out", "gift.html");
    expect(reported).toMatchObject({ code: 0 });
    expect(reported.stdout).toContain("was not started by you on this machine");
    expect(await readFile(at.path("gift.html"), "utf8")).toContain("<h2>Evaluations</h2>");
    const explained = await asVictim("explain", "gift", "1");
    expect(explained).toMatchObject({ code: 0 });
    expect(explained.stdout).toContain("was not started by you on this machine");
    expect(ran()).toEqual([]);
  });

  it("gets no trust from another study of its settings' form: one changed word is another study", async () => {
    await using store = await sqliteStore(at.path("studies.sqlite"));
    const { settings } = await store.study("gift");
    const { config, ...rest } = settings as { readonly config: Readonly<Record<string, Json>> };
    await store.createStudy({
      id: "tampered1",
      name: "tampered",
      created: new Date().toISOString(),
      settings: { ...rest, config: { ...config, objective: { name: "module", options: { path: "x.ts" } } } },
    });
    const { code, stderr } = await asStranger("resume", "tampered");
    expect({ code, ran: ran() }).toEqual({ code: 2, ran: [] });
    expect(stderr).toContain('the module "x.ts"');
  });

  it("brings no trust along when the person who started it hands it on and imports it again", async () => {
    expect((await asStranger("studies", "export", "gift", "gift.jsonl")).code).toBe(0);
    const elsewhere = ["--store", at.path("imported.sqlite")];
    expect((await asVictim("studies", "import", "gift.jsonl", ...elsewhere)).code).toBe(0);
    const { code, stderr } = await asVictim("resume", "gift", "--evaluations", "3", ...elsewhere);
    expect({ code, ran: ran() }).toEqual({ code: 2, ran: [] });
    expect(stderr).toContain("STUDY_UNTRUSTED");
  });

  it("is no path by its id", async () => {
    await using store = await sqliteStore(at.path("paths.sqlite"));
    const created = new Date().toISOString();
    await store.createStudy({ id: "/../../escaped", name: "path", created, settings: {} });
    const { code, stdout } = await asVictim("report", "path", "--store", at.path("paths.sqlite"));
    expect({ code, stdout }).toMatchObject({
      code: 0,
      stdout: expect.stringMatching(/^report: report-\w+\.html\n/),
    });
  });

  it("is run with --trust, which shows what, and is remembered", async () => {
    const trusting = await asVictim("resume", "gift", "--evaluations", "3", "--trust");
    expect({ code: trusting.code, ran: ran() }).toEqual({ code: 0, ran: traces });
    expect(trusting.stderr).toContain("trusted; this study runs:");
    expect((await asVictim("resume", "gift", "--evaluations", "4")).code).toBe(0);
  });
});

describe("a study of one's own", { timeout: 180_000 }, () => {
  it("goes on without a question, by another process", async () => {
    const { code, stderr } = await asStranger("resume", "gift", "--evaluations", "6");
    expect(stderr).not.toContain("trust");
    expect({ code, ran: ran() }).toEqual({ code: 0, ran: traces });
  });

  it("runs where the data folder cannot be written; to go on then takes --trust", async () => {
    const env = { XDG_DATA_HOME: "/dev/null" };
    const begun = await at.start(["run", "theirs/proxybo.config.ts", "--name", "homeless"], env).finished;
    expect(begun.code).toBe(0);
    expect(begun.stderr).toContain("will need --trust");
    const argv = ["resume", "homeless", "--evaluations", "3"];
    expect((await at.start(argv, env).finished).code).toBe(2);
    expect((await at.start([...argv, "--trust"], env).finished).code).toBe(0);
  });
});
