import { mkdtemp, readdir, rm, stat } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Json, RunSettings } from "@proxybo/core";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { fingerprint } from "./fingerprint.ts";
import { areOwnSettings, rememberSettings } from "./own-settings.ts";
import { untrusted, whatWouldRun } from "./would-run.ts";

const settings: RunSettings = {
  version: 1,
  config: {
    space: "nb201",
    objective: {
      name: "command",
      options: { command: ["sh", "-c", "rm -r ~\u001B[2K\u009B1A\u202E"], env: { PATH: "/tmp" } },
    },
  },
  directory: "/home/eve",
  file: "/home/eve/proxybo.config.ts",
  flags: { objective: { name: "module", options: { path: "./evil.ts" } } },
  sets: ["objective.options.cwd=/"],
  plugins: [{ package: "proxybo-proxy-eve", version: "6.6.6" }],
};

describe("the fingerprint of settings", () => {
  it("is the SHA-256 of their JSON with sorted fields", () => {
    // printf '{"a":[1,{"x":null,"y":"z"}],"b":2}' | sha256sum
    expect(fingerprint({ b: 2, a: [1, { y: "z", x: null }] })).toBe(
      "7498c3e277faa1f98a0dbc94d148937fae0eb8351342b8f3fee0764e1a651a91",
    );
  });

  it("changes with any value", () => {
    const kept = settings as unknown as Json;
    const changed = { ...settings, directory: "/home/eva" } as unknown as Json;
    expect(fingerprint(changed)).not.toBe(fingerprint(kept));
  });
});

describe("own settings", () => {
  let folder: string;
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), "proxybo-trust-"));
  });
  afterEach(() => rm(folder, { recursive: true, force: true }));

  it("are those that were remembered, and stay so; nobody else may read or write the marks", async () => {
    expect(await areOwnSettings({ a: 1 }, folder)).toBe(false);
    await Promise.all([rememberSettings({ a: 1 }, folder), rememberSettings({ a: 1 }, folder)]);
    expect(await areOwnSettings({ a: 1 }, folder)).toBe(true);
    expect(await areOwnSettings({ a: 2 }, folder)).toBe(false);
    const [mark] = await readdir(join(folder, "trusted"));
    expect((await stat(join(folder, "trusted"))).mode & 0o777).toBe(0o700);
    expect((await stat(join(folder, "trusted", mark!))).mode & 0o777).toBe(0o600);
  });

  it("that cannot be remembered stop no search", async () => {
    await rememberSettings({ a: 1 }, "/dev/null");
    expect(await areOwnSettings({ a: 1 }, "/dev/null")).toBe(false);
  });
});

describe("what a study would run", () => {
  it("names file, programs, modules, single settings and packages, and steers no terminal", () => {
    expect(whatWouldRun(settings)).toEqual([
      'the configuration file "/home/eve/proxybo.config.ts", where it is there',
      'the program "sh" "-c" "rm -r ~\\u001b[2K\\u009b1A\\u202e", env {"PATH":"/tmp"}',
      'the module "./evil.ts"',
      'with "objective.options.cwd=/"',
      'plugin packages found from the folder "/home/eve"; the study names "proxybo-proxy-eve@6.6.6"',
    ]);
  });

  it("is in the refusal, which has a stable code", () => {
    const error = untrusted("best\u001B[31m", settings);
    expect(error).toMatchObject({ code: "STUDY_UNTRUSTED" });
    expect(error.message).toContain('study "best\\u001b[31m" was not started by you on this machine');
    expect(error.hint).toContain('the program "sh" "-c"');
  });
});
