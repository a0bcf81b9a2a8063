import process from "node:process";
import type { ScoringEvent } from "@proxybo/core";
import { duration } from "../terminal/text.ts";

/** Shows how far live proxies are: one line in place on a terminal, a line now and then elsewhere. */
export function scoringDisplay(quiet: boolean): {
  observe(event: ScoringEvent): void;
  close(): void;
} {
  const stream = process.stderr;
  const inPlace = stream.isTTY;
  const started = performance.now();
  let toldAt = started;
  return {
    observe(event) {
      if (quiet) return;
      if (event.type === "failed") {
        stream.write(
          `${inPlace ? "\r\u001B[K" : ""}${event.proxy} failed on ${event.text}: ${event.reason}\n`,
        );
        return;
      }
      const now = performance.now();
      if (now - toldAt < (inPlace ? 200 : 10_000)) return;
      toldAt = now;
      const { done, total } = event;
      const left = done === 0 ? "" : `, ${duration((((now - started) / done) * (total - done)) / 1000)} left`;
      const text = `scored ${done} of ${total} architectures${left}`;
      stream.write(inPlace ? `\r\u001B[K${text}` : `${text}\n`);
    },
    close() {
      if (inPlace && !quiet) stream.write("\r\u001B[K");
    },
  };
}
