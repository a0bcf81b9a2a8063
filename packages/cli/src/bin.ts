#!/usr/bin/env node
import process from "node:process";
import { main } from "./main.ts";

// A reader that has seen enough, such as `head`, is no failure.
process.stdout.on("error", (error: NodeJS.ErrnoException) => {
  process.exit(error.code === "EPIPE" ? 0 : 1);
});

const code = await main(process.argv.slice(2));
// What was written must be out before the process ends; pipes are written later on some systems.
await new Promise((written) => process.stdout.write("", written));
await new Promise((written) => process.stderr.write("", written));
process.exit(code);
