#!/usr/bin/env node
import process from "node:process";

// A reader that has seen enough, such as `head`, is no failure.
process.stdout.on("error", (error: NodeJS.ErrnoException) => {
  process.exit(error.code === "EPIPE" ? 0 : 1);
});

const [major, minor] = process.versions.node.split(".").map(Number) as [number, number];
if (major < 22 || (major === 22 && minor < 18)) {
  process.stderr.write(`error proxybo needs Node.js 22.18 or newer; this is ${process.versions.node}\n`);
  process.exit(2);
}

// Loaded only now: an older Node.js would fail on it with a message that helps nobody.
const { main } = await import("./main.ts");
const code = await main(process.argv.slice(2));
// What was written must be out before the process ends; pipes are written later on some systems.
await new Promise((written) => process.stdout.write("", written));
await new Promise((written) => process.stderr.write("", written));
process.exit(code);
