import { join } from "node:path";

const bin = join(import.meta.dirname, "../node_modules");

/** What runs JavaScript: the command that runs a file, from packages that carry the binary. */
export const engines: readonly {
  readonly name: string;
  readonly command: string;
  readonly args: readonly string[];
}[] = [
  { name: "Node.js 24", command: process.execPath, args: [] },
  { name: "Node.js 22", command: join(bin, "node-22/bin/node"), args: [] },
  { name: "Bun", command: join(bin, ".bin/bun"), args: [] },
  { name: "Deno", command: join(bin, ".bin/deno"), args: ["run", "--allow-all"] },
];
