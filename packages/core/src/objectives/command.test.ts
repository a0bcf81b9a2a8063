import { existsSync, readdirSync } from "node:fs";
import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type Necklace, necklaces } from "../../test/necklaces.ts";
import type { EvaluationRequest } from "../contracts/objective.ts";
import type { OptionsInput } from "../contracts/plugin.ts";
import { ProxyboError } from "../errors/error.ts";
import { requestFor, testObjective } from "../testing/objective.ts";
import { commandObjective } from "./command.ts";
import { type CommandOptions, commandOptions } from "./command-options.ts";

const space = necklaces(6);
const architecture: Necklace = [0, 1, 2, 0, 1, 2];
let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "proxybo-command-"));
});
afterAll(() => rm(folder, { recursive: true }));

const node = (code: string): readonly string[] => [process.execPath, "-e", code];
const evaluate = (
  command: readonly string[],
  options: Omit<OptionsInput<CommandOptions>, "command"> = {},
  more: Partial<EvaluationRequest<Necklace>> = {},
) => commandObjective({ command, ...options }, folder).evaluate(requestFor(space, architecture, more));

const readInput = "const input = JSON.parse(require('fs').readFileSync(0, 'utf8'));";
const tell = `${readInput} console.log(JSON.stringify({ error: input.seed, metrics: { ones: input.architecture.split('1').length - 1 } }))`;

async function isAlive(pid: number): Promise<boolean> {
  // A process that was killed may stay listed until its parent, here init, has taken notice.
  const status = await readFile(`/proc/${pid}/stat`, "utf8").catch(() => "");
  return status !== "" && !/\) [ZX] /.test(status);
}

describe("the command objective", () => {
  for (const { name, run } of testObjective(() => commandObjective({ command: node(tell) }), { space }))
    it(name, () => run());

  it("hands everything on as JSON on stdin", async () => {
    const echo = `${readInput} console.log(JSON.stringify({ error: 1 })); require('fs').writeFileSync('input.json', JSON.stringify(input))`;
    expect(await evaluate(node(echo), { budget: { epochs: 3 } }, { n: 5, seed: 9 })).toMatchObject({
      status: "ok",
    });
    const input = JSON.parse(await readFile(join(folder, "input.json"), "utf8"));
    expect(input).toEqual({
      n: 5,
      architecture: "012012",
      value: [0, 1, 2, 0, 1, 2],
      key: "012012",
      networkSpec: requestFor(space, architecture).networkSpec(),
      seed: 9,
      budget: { epochs: 3 },
    });
  });

  it("hands it on in a file, which is gone afterwards", async () => {
    const code = `
      const fs = require('fs');
      const input = JSON.parse(fs.readFileSync(process.argv[1]));
      fs.writeFileSync('path.txt', process.argv[1]);
      console.log(JSON.stringify({ error: input.seed }));`;
    expect(await evaluate([...node(code), "{input}"], { input: "file" })).toMatchObject({ error: 7 });
    const path = await readFile(join(folder, "path.txt"), "utf8");
    expect(path).toMatch(/input\.json$/);
    expect(existsSync(path) || existsSync(dirname(path))).toBe(false);
    expect(commandOptions["~standard"].validate({ command: ["x"], input: "file" })).toMatchObject({
      issues: [
        { message: "expected {input} in an argument, where the path of the file goes", path: ["command"] },
      ],
    });
  });

  it("leaves the network out where the study has no task, or where options say so", async () => {
    const isNull = `${readInput} console.log(JSON.stringify({ error: input.networkSpec === null ? 1 : 0 }))`;
    const networkSpec = (): never => {
      throw new ProxyboError("USAGE", "the study has no task");
    };
    expect(await evaluate(node(isNull), {}, { networkSpec })).toMatchObject({ error: 1 });
    expect(await evaluate(node(isNull), { networkSpec: false })).toMatchObject({ error: 1 });
    expect(await evaluate(node(isNull))).toMatchObject({ error: 0 });
    expect(await evaluate(node(isNull), { networkSpec: true }, { networkSpec })).toMatchObject({
      status: "failed",
      reason: "the program could not be run: the study has no task",
    });
  });

  it("runs in the folder, with the variables, without a shell", async () => {
    const code =
      "console.log(process.argv[1]); console.log(JSON.stringify({ error: Number(process.env.RATE), metrics: { here: process.cwd().length } }))";
    const end = await evaluate([...node(code), "$(touch spoiled); *"], { env: { RATE: "2.5" } });
    expect(end).toMatchObject({ error: 2.5, metrics: { here: folder.length } });
    expect(readdirSync(folder)).not.toContain("spoiled");
    expect(() => commandObjective({ command: ["x"], cwd: "none" }, folder)).toThrow(
      `expected a folder to run the program in, got '${join(folder, "none")}' (field 'cwd')`,
    );
  });

  it("hands an architecture on as data, though a shell would act on it", async () => {
    const text = `'; touch spoiled; $(touch spoiled) \`touch spoiled\` && "|\n{input}`;
    const echo = `${readInput} console.log(JSON.stringify({ error: input.architecture.length }))`;
    expect(await evaluate(node(echo), {}, { text })).toMatchObject({ error: text.length });
    const fromFile = echo.replace("(0,", "(process.argv[1],");
    expect(await evaluate([...node(fromFile), "{input}"], { input: "file" }, { text })).toMatchObject({
      error: text.length,
    });
    expect(readdirSync(folder)).not.toContain("spoiled");
  });

  it.each([
    ["the last line", `console.log("epoch 1"); console.log('{"error": 3}')`, { error: 3, metrics: {} }],
    [
      "all of stdout",
      `console.log(JSON.stringify({ error: 3, metrics: { test: 4 } }, null, 2))`,
      { error: 3, metrics: { test: 4 } },
    ],
    ["a line before blank ones", `process.stdout.write('{"error": 3}\\n\\n  \\n')`, { error: 3 }],
    [
      "metrics that are not numbers as not measured",
      `console.log('{"error": 3, "metrics": {"a": NaN, "b": null, "c": -Infinity, "d": 1}}')`,
      { error: 3, metrics: { d: 1 } },
    ],
  ])("reads %s", async (_, code, expected) => {
    expect(await evaluate(node(code))).toMatchObject({ status: "ok", ...expected });
  });

  it("reports progress that the program prints to stderr", async () => {
    const code = `process.stderr.write("proxybo:progress 0.25\\nnoise\\nproxybo:prog"); setTimeout(() => { process.stderr.write("ress 0.5 epoch 2\\nproxybo:progress 7\\n"); console.log('{"error": 1}') }, 100)`;
    const seen: unknown[] = [];
    await evaluate(node(code), {}, { report: (...progress) => void seen.push(progress) });
    expect(seen).toEqual([[0.25], [0.5, "epoch 2"]]);
  });
});

describe("a program that fails is a failed evaluation:", () => {
  const expectedLine = 'expected JSON like {"error": 7.3, "metrics": {}} as the last line of stdout';
  const source = "the program's last line of stdout";
  it.each([
    [
      "an exit status",
      node("console.error('no such layer'); console.log('begun'); process.exit(3)"),
      `expected exit status 0, got 3 of '${process.execPath}'`,
      "no such layer\nbegun",
    ],
    [
      "an exception",
      node("throw new Error('diverged')"),
      `expected exit status 0, got 1 of '${process.execPath}'`,
      expect.stringContaining("Error: diverged"),
    ],
    [
      "a signal",
      node("process.kill(process.pid, 'SIGKILL'); setTimeout(() => {}, 1e6)"),
      `'${process.execPath}' was killed by SIGKILL`,
      undefined,
    ],
    [
      "a program that is not there",
      ["no-such-program-at-all"],
      "the program 'no-such-program-at-all' was not found: is it installed, and on the PATH?",
      undefined,
    ],
    [
      "a program that may not be executed",
      [tmpdir()],
      `the program '${tmpdir()}' could not be started (EACCES): may it be executed?`,
      undefined,
    ],
    ["silence", node(""), `${expectedLine}, got nothing on stdout`, undefined],
    ["garbage", node("console.log('done!')"), `${expectedLine}, got "done!"`, "done!"],
    ["a bare number", node("console.log(7.3)"), `${expectedLine}, got "7.3"`, "7.3"],
    [
      "bytes that are no text",
      node("process.stdout.write(Buffer.from([255, 254, 0, 10]))"),
      expect.stringContaining(expectedLine),
      expect.anything(),
    ],
    [
      "no error",
      node(`console.log('{"accuracy": 93}')`),
      `${source}: expected { error: <number in percent>, metrics: { … } }, got no 'error' but ["accuracy"]`,
      expect.anything(),
    ],
    [
      "an error that is NaN",
      node(`console.log('{"error": NaN}')`),
      `${source}: expected a finite number as 'error', got "NaN"`,
      expect.anything(),
    ],
    [
      "an error that is null",
      node(`console.log('{"error": null}')`),
      `${source}: expected a finite number as 'error', got null`,
      expect.anything(),
    ],
    [
      "an error that is a text",
      node(`console.log('{"error": "3"}')`),
      `${source}: expected a finite number as 'error', got "3"`,
      expect.anything(),
    ],
    [
      "metrics that are texts",
      node(`console.log('{"error": 3, "metrics": {"test": "4"}}')`),
      `${source}: expected a number as 'metrics.test', got "4"`,
      expect.anything(),
    ],
  ])("%s", async (_, command, reason, log) => {
    const evaluation = await evaluate(command);
    expect(evaluation).toMatchObject({ status: "failed", code: "OBJECTIVE_FAILED", reason });
    expect((evaluation as { log?: string }).log).toEqual(log);
    expect(evaluation.seconds).toBeGreaterThan(0);
  });

  it("a timeout, with everything that the program started", async () => {
    // A child that ignores SIGTERM, whose pid is printed, and which would run on for ever.
    const stubborn = "process.on('SIGTERM', () => {}); setInterval(() => {}, 1000)";
    const code = `const child = require('child_process').spawn(process.execPath, ['-e', ${JSON.stringify(stubborn)}], { stdio: 'ignore' }); console.error('child ' + child.pid); setInterval(() => {}, 1000)`;
    const begin = performance.now();
    const evaluation = await evaluate(node(code), { timeout: 1 });
    expect(evaluation).toMatchObject({
      status: "failed",
      code: "OBJECTIVE_TIMEOUT",
      reason: `expected an end within 1 s; '${process.execPath}' was killed`,
      log: expect.stringMatching(/^child \d+$/),
    });
    expect(performance.now() - begin).toBeLessThan(8000);
    const child = Number((evaluation as { log: string }).log.slice("child ".length));
    for (let i = 0; i < 50 && (await isAlive(child)); i++) await sleep(20);
    expect(await isAlive(child)).toBe(false);
  });

  it("a timeout of a program that ignores SIGTERM itself", async () => {
    const code = "process.on('SIGTERM', () => {}); process.stderr.write('deaf'); setInterval(() => {}, 1000)";
    const evaluation = await evaluate(node(code), { timeout: 0.5 });
    expect(evaluation).toMatchObject({ code: "OBJECTIVE_TIMEOUT", log: "deaf" });
    expect(evaluation.seconds).toBeGreaterThan(2);
    expect(evaluation.seconds).toBeLessThan(8);
  });

  it("an end is an end, though something left behind holds the output open", async () => {
    const code = `require('child_process').spawn(process.execPath, ['-e', 'setTimeout(() => {}, 15000)'], { stdio: 'inherit', detached: true }).unref(); console.log('{"error": 2}')`;
    const evaluation = await evaluate(node(code));
    expect(evaluation).toMatchObject({ status: "ok", error: 2 });
    expect(evaluation.seconds).toBeLessThan(8);
  });

  it("an output without end fills no memory", async () => {
    const code = `const line = 'x'.repeat(65535) + '\\n'; let left = 6000; const go = () => { while (left-- > 0) if (!process.stdout.write(line)) return process.stdout.once('drain', go); console.log('{"error": 5}') }; go()`;
    const before = process.memoryUsage().rss;
    let most = 0;
    const watch = setInterval(() => (most = Math.max(most, process.memoryUsage().rss)), 20);
    const evaluation = await evaluate(node(code));
    clearInterval(watch);
    expect(evaluation).toMatchObject({ status: "ok", error: 5 });
    // 393 MB went by.
    expect(most - before).toBeLessThan(150e6);
  });
});

describe("an aborted command", () => {
  it("is killed, and rejects with the signal's reason", async () => {
    const controller = new AbortController();
    const reason = new Error("stopped at once");
    let pid = 0;
    const code =
      "process.stderr.write('proxybo:progress 0.5 ' + process.pid + '\\n'); setInterval(() => {}, 1000)";
    const evaluation = evaluate(
      node(code),
      {},
      {
        signal: controller.signal,
        report: (_, message) => {
          pid = Number(message);
          controller.abort(reason);
        },
      },
    );
    await expect(evaluation).rejects.toBe(reason);
    expect(pid).toBeGreaterThan(0);
    expect(await isAlive(pid)).toBe(false);
  });
});
