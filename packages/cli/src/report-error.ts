import process from "node:process";
import { messageOf, ProxyboError } from "@proxybo/core";
import { paintError } from "./terminal/paint.ts";
import { writeJson } from "./terminal/write.ts";

/**
 * Says what went wrong on stderr: the message, what to do about it, and the stable code. A fault of ours comes with its
 * stack. With `--json`, the same goes to stdout as `{ version, error }`.
 */
export function reportError(thrown: unknown, json: boolean): void {
  const expected = thrown instanceof ProxyboError;
  const message = messageOf(thrown);
  const lines = [`${paintError("red", "error")} ${message}`];
  if (expected) {
    for (const hint of thrown.hint?.split("\n") ?? []) lines.push(`  ${hint}`);
    lines.push(paintError("dim", `  ${thrown.code}`));
  } else {
    if (thrown instanceof Error && thrown.stack !== undefined) lines.push(paintError("dim", thrown.stack));
    lines.push("  This is a fault of proxybo: please report it with the lines above.");
  }
  process.stderr.write(`${lines.join("\n")}\n`);
  if (json)
    writeJson({
      version: 1,
      error: expected
        ? {
            code: thrown.code,
            message,
            ...(thrown.hint === undefined ? {} : { hint: thrown.hint }),
            place: thrown.place,
          }
        : { code: "INTERNAL", message },
    });
}
