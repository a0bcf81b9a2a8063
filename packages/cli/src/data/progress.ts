import process from "node:process";
import { stripVTControlCharacters } from "node:util";
import { paintError } from "../terminal/paint.ts";
import { bar, duration } from "../terminal/text.ts";

/** How far something is, of which only the ratio means something. */
export interface Advance {
  readonly phase: string;
  readonly done: number;
  readonly total: number;
}

/** Shows progress on stderr. */
export interface ProgressLine extends Disposable {
  advance(advance: Advance): void;
}

/** Nothing is shown of what takes less, in seconds. */
const patience = 2;
/** Seconds between lines: on a terminal the line is drawn anew, elsewhere each is another one. */
const pause = { terminal: 0.1, elsewhere: 10 };

/** A line with what is being done, how far it is and how long it will take, on anything over two seconds. */
export function progressLine(quiet: boolean): ProgressLine {
  const terminal = process.stderr.isTTY;
  const started = performance.now();
  let shown = -Infinity;
  let drawn = false;
  const erase = (): void => {
    if (drawn) process.stderr.write("\r\u001B[2K");
    drawn = false;
  };
  return {
    advance: (advance) => {
      const now = (performance.now() - started) / 1000;
      if (quiet || now < patience || now - shown < (terminal ? pause.terminal : pause.elsewhere)) return;
      shown = now;
      const line = describeAdvance(advance, now);
      erase();
      process.stderr.write(terminal ? line : `${stripVTControlCharacters(line)}\n`);
      drawn = terminal;
    },
    [Symbol.dispose]: erase,
  };
}

/** `reading  ██████░░  50 %  12 s left` */
export function describeAdvance({ phase, done, total }: Advance, seconds: number): string {
  const fraction = total > 0 ? Math.min(1, done / total) : 0;
  const left = fraction > 0 ? `${duration((seconds * (1 - fraction)) / fraction)} left` : "";
  return `${phase}  ${paintError("cyan", bar(fraction, 24))}  ${Math.floor(100 * fraction)} %  ${left}`.trimEnd();
}
