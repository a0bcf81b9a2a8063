import process from "node:process";
import { exitCodes } from "../exit-codes.ts";

/** What signals ask of a run. */
export interface Interrupts extends Disposable {
  /** Aborted by the first Ctrl-C: finish the evaluation in flight. */
  readonly finish: AbortSignal;
  /** Aborted by the second Ctrl-C, or by SIGTERM: give up the evaluation in flight. */
  readonly stop: AbortSignal;
  /** Exit status that the signals ask for. */
  readonly exitCode: number;
}

/** How long a run may take to stop before the process ends without it, in milliseconds. */
const patience = 5000;

/** Listens for Ctrl-C and SIGTERM until disposed. What was acknowledged is kept whichever comes. */
export function listen(say: (text: string) => void): Interrupts {
  const finish = new AbortController();
  const stop = new AbortController();
  let exitCode: number = exitCodes.ok;
  const halt = (code: number): void => {
    if (stop.signal.aborted) process.exit(exitCode);
    exitCode = code;
    say("stopping at once; the evaluation in flight is dropped and comes again on resume");
    stop.abort(new Error("the run was stopped"));
    setTimeout(() => process.exit(code), patience).unref();
  };
  const onInterrupt = (): void => {
    if (finish.signal.aborted) return halt(exitCodes.interrupted);
    say("finishing the evaluation in flight; press Ctrl-C again to stop at once");
    finish.abort(new Error("the run was asked to finish"));
  };
  const onTerminate = (): void => halt(exitCodes.terminated);
  process.on("SIGINT", onInterrupt);
  process.on("SIGTERM", onTerminate);
  return {
    finish: finish.signal,
    stop: stop.signal,
    get exitCode() {
      return exitCode;
    },
    [Symbol.dispose]() {
      process.off("SIGINT", onInterrupt);
      process.off("SIGTERM", onTerminate);
    },
  };
}
