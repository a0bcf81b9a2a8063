import type { ChildProcess } from "node:child_process";
import { type EventEmitter, once } from "node:events";
import { setTimeout as sleep } from "node:timers/promises";
import { progressReader } from "./progress-lines.ts";
import { Tail } from "./tail.ts";

export interface ProgramRun {
  readonly command: readonly string[];
  readonly cwd: string;
  readonly env: Readonly<Record<string, string>>;
  readonly stdin: string;
  /** Seconds. */
  readonly timeout: number | undefined;
  readonly signal: AbortSignal;
  readonly report: (fraction: number, message?: string) => void;
}

export interface ProgramEnd {
  readonly exitCode: number | undefined;
  /** The signal that killed it. */
  readonly killedBy: string | undefined;
  readonly timedOut: boolean;
  /** Why it did not start, e.g. `ENOENT`. */
  readonly startFault: string | undefined;
  /** The last part of what it printed. */
  readonly stdout: string;
  readonly stderr: string;
}

/** After SIGTERM, a program has so long to end before SIGKILL. Milliseconds. */
const grace = 2000;
/** What a program started and left behind may hold its output open; we wait no longer for its end. Milliseconds. */
const linger = 1000;

/**
 * Runs a program to its end, in a process group of its own: with it, everything that it started is ended. Keeps the
 * last 1 MiB of stdout and 16 KiB of stderr only.
 */
export async function runProgram(run: ProgramRun): Promise<ProgramEnd> {
  // Loaded when the first program runs: most searches run none.
  const { execa } = await import("execa");
  const [program, ...parameters] = run.command;
  const subprocess = execa(program!, parameters, {
    cwd: run.cwd,
    env: run.env,
    input: run.stdin,
    buffer: false,
    reject: false,
    killDescendants: true,
    forceKillAfterDelay: grace,
    cancelSignal: run.signal,
    ...(run.timeout === undefined ? {} : { timeout: Math.ceil(run.timeout * 1000) }),
  });
  const stdout = new Tail(1 << 20);
  const stderr = new Tail(1 << 14);
  const progress = progressReader(run.report);
  subprocess.stdout.on("data", (chunk: Buffer) => stdout.push(chunk));
  subprocess.stderr.on("data", (chunk: Buffer) => {
    stderr.push(chunk);
    progress(chunk.toString("utf8"));
  });
  const done = new AbortController();
  // Deno's types of Node.js leave out that a process emits events.
  void closeOutputAfterExit(subprocess.nodeChildProcess as ChildProcess & EventEmitter, done.signal);
  const end = await subprocess;
  done.abort();
  // What ignored SIGTERM while the program itself obeyed.
  if (end.timedOut || end.isCanceled) subprocess.kill("SIGKILL");
  return {
    exitCode: end.exitCode,
    killedBy: end.signal,
    timedOut: end.timedOut,
    startFault: end.exitCode === undefined && end.signal === undefined ? end.code : undefined,
    stdout: stdout.text(),
    stderr: stderr.text(),
  };
}

async function closeOutputAfterExit(
  subprocess: ChildProcess & EventEmitter,
  done: AbortSignal,
): Promise<void> {
  try {
    await once(subprocess, "exit", { signal: done });
    await sleep(linger, undefined, { signal: done });
  } catch {
    return;
  }
  subprocess.stdout?.destroy();
  subprocess.stderr?.destroy();
}
