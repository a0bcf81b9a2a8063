import { type ChildProcess, spawn } from "node:child_process";
import process from "node:process";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import type { Search } from "./search.ts";

/** What a search process says, in order. */
export interface Said {
  readonly started?: number;
  /** A trial that is durable and is evaluated now. */
  readonly suggested?: number;
  /** An observation that was acknowledged. */
  readonly n?: number;
  readonly text?: string;
  readonly done?: boolean;
  readonly code?: string;
  readonly message?: string;
}

export interface SearchProcess {
  readonly child: ChildProcess;
  readonly said: readonly Said[];
  /** Resolves when it has ended and everything that it said was read. */
  readonly ended: Promise<readonly Said[]>;
}

const script = fileURLToPath(new URL("search-process.ts", import.meta.url));

/** Starts or resumes a search in a process of its own; `shell` goes before it, `node` before the script. */
export function startSearch(
  search: Search,
  file: string,
  {
    shell = "",
    node = [],
    uid,
  }: { readonly shell?: string; readonly node?: readonly string[]; readonly uid?: number | undefined } = {},
): SearchProcess {
  const line = [process.execPath, ...node, script, file, JSON.stringify(search)];
  const [program, ...rest] = shell === "" ? line : ["bash", "-c", `${shell}; exec "$@"`, "bash", ...line];
  const child = spawn(program!, rest, {
    stdio: ["ignore", "pipe", "inherit"],
    ...(uid !== undefined && { uid, gid: uid }),
  });
  const said: Said[] = [];
  // A line that was cut by the kill was not acknowledged.
  createInterface({ input: child.stdout }).on("line", (text) => {
    if (text.endsWith("}")) said.push(JSON.parse(text) as Said);
  });
  const ended = new Promise<readonly Said[]>((resolve, reject) => {
    child.on("error", reject);
    child.on("close", () => resolve(said));
  });
  return { child, said, ended };
}
