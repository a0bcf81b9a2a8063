import { spawn, type ChildProcess } from "node:child_process";
import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import process from "node:process";
import { fileURLToPath } from "node:url";

const bin = fileURLToPath(new URL("../src/bin.ts", import.meta.url));
// Inside this package, so that configuration files find what it depends on; ignored by git.
const shelter = fileURLToPath(new URL("../.proxybo", import.meta.url));

export interface Finished {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** A folder of its own to run the real command in. */
export interface Workspace {
  readonly folder: string;
  path(name: string): string;
  write(name: string, text: string): Promise<string>;
  /** Runs the command to its end. */
  proxybo(...argv: readonly string[]): Promise<Finished>;
  /** The same, with the JSON document that it printed. */
  json(...argv: readonly string[]): Promise<Finished & { readonly document: Record<string, never> }>;
  start(argv: readonly string[], env?: NodeJS.ProcessEnv): Started;
  remove(): Promise<void>;
}

export interface Started {
  readonly child: ChildProcess;
  readonly finished: Promise<Finished>;
  /** Resolves when stderr has said it. */
  said(text: string): Promise<void>;
}

export async function createWorkspace(): Promise<Workspace> {
  await mkdir(shelter, { recursive: true });
  const folder = await mkdtemp(join(shelter, "test-"));
  const path = (name: string): string => join(folder, name);
  const start = (argv: readonly string[], env: NodeJS.ProcessEnv = {}): Started => {
    const child = spawn(process.execPath, [bin, ...argv], {
      cwd: folder,
      env: { ...withoutColour(), PROXYBO_STORE: path("studies.sqlite"), XDG_DATA_HOME: path("data"), ...env },
      stdio: ["ignore", "pipe", "pipe"],
    });
    const output = { stdout: "", stderr: "" };
    const listeners = new Set<() => void>();
    for (const name of ["stdout", "stderr"] as const)
      child[name].setEncoding("utf8").on("data", (text: string) => {
        output[name] += text;
        for (const listener of listeners) listener();
      });
    const finished = new Promise<Finished>((resolve, reject) => {
      child.on("error", reject);
      child.on("close", (code, signal) => resolve({ code, signal, ...output }));
    });
    const said = async (text: string): Promise<void> => {
      const heard = new Promise<void>((resolve) => {
        const listener = (): void => {
          if (output.stderr.includes(text)) resolve();
        };
        listeners.add(listener);
        listener();
      });
      const early = finished.then(({ code, stderr }) => {
        if (!stderr.includes(text)) throw new Error(`ended with ${code} before it said '${text}': ${stderr}`);
      });
      await Promise.race([heard, early]);
    };
    return { child, finished, said };
  };
  const proxybo = (...argv: readonly string[]): Promise<Finished> => start(argv).finished;
  return {
    folder,
    path,
    write: async (name, text) => {
      await writeFile(path(name), text);
      return path(name);
    },
    start,
    proxybo,
    json: async (...argv) => {
      const finished = await proxybo(...argv, "--json");
      return { ...finished, document: JSON.parse(finished.stdout) as Record<string, never> };
    },
    remove: () => rm(folder, { recursive: true, force: true }),
  };
}

/** What the runner of the tests sets for itself must not decide what the command prints. */
function withoutColour(): NodeJS.ProcessEnv {
  const { FORCE_COLOR: _, NO_COLOR: __, NODE_OPTIONS: ___, ...env } = process.env;
  return env;
}
