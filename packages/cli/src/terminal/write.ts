import process from "node:process";

/** One JSON document on stdout. */
export function writeJson(document: unknown): void {
  process.stdout.write(`${JSON.stringify(document, undefined, 2)}\n`);
}

/** Lines on stdout. */
export function writeLines(lines: readonly string[]): void {
  process.stdout.write(`${lines.join("\n")}\n`);
}

/** A note for people, on stderr: never in the way of what a program reads. */
export function note(text: string): void {
  process.stderr.write(`${text}\n`);
}
