import { type ChildProcess, spawn } from "node:child_process";
import type { EventEmitter } from "node:events";
import process from "node:process";
import { ProxyboError } from "@proxybo/core";

/** Runs a package manager in a folder; what it prints goes to stderr. */
export async function performInstall(command: readonly string[], directory: string): Promise<void> {
  const [program, ...args] = command;
  const child = spawn(program!, args, {
    cwd: directory,
    stdio: ["inherit", 2, 2],
    // Package managers are scripts there.
    shell: process.platform === "win32",
    // Deno's types of Node.js leave out that a process emits events.
  }) as ChildProcess & EventEmitter;
  const ended = await new Promise<number | string | null>((resolve) => {
    child.on("error", (error: Error) => resolve(error.message));
    child.on("close", (code: number | null, signal: string | null) => resolve(code ?? signal));
  });
  if (ended === 0) return;
  throw new ProxyboError(
    "MISSING_DEPENDENCY",
    typeof ended === "number"
      ? `expected exit status 0, got ${ended} of: ${command.join(" ")}`
      : `'${program}' could not be run to its end: ${ended}`,
    { hint: "what it printed above says why; nothing of proxybo has changed" },
  );
}
