import type { AssemblyContext, ScoringEvent } from "@proxybo/core";

type Watch = NonNullable<AssemblyContext["scoring"]>;

/** Joins live proxies, which are made first, to the display and the signals of the run, which come later. */
export interface ScoringWatch {
  /** For the assembly. */
  readonly watch: Watch;
  /** Whether scoring was ended: what has no score by then gets none. */
  readonly ended: boolean;
  /** Ends the scoring under way. */
  end(reason: unknown): void;
  /** Sends its events to `observe` from now on. */
  send(observe: (event: ScoringEvent) => void): void;
}

export function watchScoring(): ScoringWatch {
  const controller = new AbortController();
  let send: (event: ScoringEvent) => void = () => {};
  return {
    watch: { signal: controller.signal, observe: (event) => send(event) },
    get ended() {
      return controller.signal.aborted;
    },
    end: (reason) => controller.abort(reason),
    send: (observe) => {
      send = observe;
    },
  };
}
