#!/usr/bin/env node
import process from "node:process";

const [major, minor] = process.versions.node.split(".").map(Number) as [number, number];
if (major < 22 || (major === 22 && minor < 18)) {
  process.stderr.write(
    `error create-proxybo-plugin needs Node.js 22.18 or newer; this is ${process.versions.node}\n`,
  );
  process.exit(2);
}

// Loaded only now: an older Node.js would fail on it with a message that helps nobody.
const { main } = await import("./main.ts");
process.exitCode = await main(process.argv.slice(2));
