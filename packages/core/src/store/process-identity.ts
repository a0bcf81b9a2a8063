import { readFileSync, readlinkSync } from "node:fs";
import { hostname } from "node:os";
import process from "node:process";

/** A process, so that others can tell whether it is still there. */
export interface ProcessIdentity {
  readonly host: string;
  readonly pid: number;
  /** Since when the machine runs, as an id; empty where the operating system has none. */
  readonly boot: string;
  /** In which space its pid counts: containers have their own. */
  readonly space: string;
  /** When it started, in ticks since boot: pids are used again. */
  readonly started: string;
}

/**
 * Whether a process is there: `unknown` where this one cannot see it (it runs on another machine or in another
 * container) or cannot tell it from a later one of the same pid.
 */
export type Liveness = "alive" | "dead" | "unknown";

/** The identity of this process. */
export function thisProcess(): ProcessIdentity {
  return { host: hostname(), pid: process.pid, ...machine(), started: startOf(process.pid)?.started ?? "" };
}

export function livenessOf(other: ProcessIdentity): Liveness {
  const here = machine();
  if (other.host !== hostname()) return "unknown";
  if (other.boot !== here.boot) return "dead";
  if (other.space !== here.space) return "unknown";
  if (other.started !== "") {
    const found = startOf(other.pid);
    return found?.started === other.started && !found.ended ? "alive" : "dead";
  }
  return isGone(other.pid) ? "dead" : "unknown";
}

function machine(): Pick<ProcessIdentity, "boot" | "space"> {
  return {
    boot: read(() => readFileSync("/proc/sys/kernel/random/boot_id", "utf8").trim()),
    space: read(() => readlinkSync("/proc/self/ns/pid")),
  };
}

function read(source: () => string): string {
  try {
    return source();
  } catch {
    return "";
  }
}

/** State and start of a process, where Linux tells. */
function startOf(pid: number): { readonly started: string; readonly ended: boolean } | undefined {
  const text = read(() => readFileSync(`/proc/${pid}/stat`, "utf8"));
  // The name, in parentheses, may hold anything; fields are counted after it (proc_pid_stat(5): state 3, start 22).
  const fields = text.slice(text.lastIndexOf(")") + 2).split(" ");
  const [state, started] = [fields[0], fields[19]];
  return started === undefined ? undefined : { started, ended: state === "Z" || state === "X" };
}

function isGone(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return false;
  } catch (thrown) {
    return (thrown as NodeJS.ErrnoException).code === "ESRCH";
  }
}
