import process from "node:process";
import type { BenchProgress } from "@proxybo/bench";
import { paintError } from "../terminal/paint.ts";
import { bar, count, duration } from "../terminal/text.ts";

export interface BenchDisplay {
  observe(progress: BenchProgress): void;
  say(text: string): void;
  close(): void;
}

/** Shows how far a comparison is: one line in place on a terminal, a line now and then elsewhere. */
export function benchDisplay(quiet: boolean): BenchDisplay {
  const stream = process.stderr;
  const inPlace = stream.isTTY && !quiet;
  let drawnAt = 0;
  let told = -1;
  const clear = (): void => {
    if (inPlace) stream.write("\r\u001B[K");
  };
  return {
    observe(progress) {
      if (quiet || progress.total === 0) return;
      const { done, total } = progress;
      const waited = performance.now() - drawnAt;
      const last = done === total;
      if (
        inPlace ? waited < 100 && !last : !(last || told < 0 || waited > 10_000 || done - told >= total / 10)
      )
        return;
      drawnAt = performance.now();
      told = done;
      if (inPlace) stream.write(`\r\u001B[K${line(progress, stream.columns || 80)}`);
      else stream.write(`${text(progress)}\n`);
    },
    say(note) {
      clear();
      stream.write(`${note}\n`);
    },
    close: clear,
  };
}

function line(progress: BenchProgress, width: number): string {
  const plain = text(progress);
  const cells = Math.min(24, width - plain.length - 2);
  return cells < 6
    ? plain.slice(0, width - 1)
    : `${paintError("cyan", bar(progress.done / Math.max(1, progress.total), cells))} ${plain}`;
}

function text({ done, total, kept, failed, remaining, last }: BenchProgress): string {
  return [
    `${done} of ${count(total, "run")}`,
    ...(kept > 0 ? [`${kept} kept from before`] : []),
    ...(failed > 0 ? [`${failed} failed`] : []),
    ...(remaining === undefined || done === total ? [] : [`${duration(remaining)} left`]),
    ...(last === undefined || done === total ? [] : [`${last.method} on ${last.task}`]),
  ].join("; ");
}
