import process from "node:process";
import { styleText } from "node:util";

export type Style = "bold" | "dim" | "red" | "green" | "yellow" | "cyan";

/** Text for stdout in a style: plain where stdout is no terminal or NO_COLOR is set. */
export function paint(style: Style, text: string): string {
  return styleText(style, text, { stream: process.stdout });
}

/** The same for stderr. */
export function paintError(style: Style, text: string): string {
  return styleText(style, text, { stream: process.stderr });
}
