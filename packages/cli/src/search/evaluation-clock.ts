import type { RunEvent } from "@proxybo/core";

/** Wall seconds between the start of an evaluation, its decision included, and its end; pauses left out. */
export interface EvaluationClock {
  /** Seconds for an event `observed`, 0 for others. */
  secondsOf(event: RunEvent<unknown>): number;
  /** Leaves out a time that nothing was to be done in, in milliseconds. */
  leaveOut(milliseconds: number): void;
}

export function evaluationClock(now: () => number = () => performance.now()): EvaluationClock {
  let started = now();
  return {
    secondsOf(event) {
      if (event.type !== "observed") return 0;
      const ended = now();
      const seconds = (ended - started) / 1000;
      started = ended;
      return seconds;
    },
    leaveOut(milliseconds) {
      started = Math.min(now(), started + milliseconds);
    },
  };
}
