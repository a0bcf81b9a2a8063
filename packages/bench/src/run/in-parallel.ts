import { type Evaluation, type Objective, ProxyboError, type Study, type Trial } from "@proxybo/core";

interface InFlight {
  readonly trial: Trial<unknown>;
  readonly evaluation: Evaluation;
  /** Seconds since the search began. */
  readonly ends: number;
}

/**
 * Searches with `parallel` evaluations in flight, asynchronously, on a clock that follows the recorded seconds: whichever
 * ends first is told first (the earlier suggested of equals), and the next is suggested then.
 */
export async function searchInParallel(
  study: Study<unknown>,
  objective: Objective,
  parallel: number,
): Promise<void> {
  const inFlight: InFlight[] = [];
  let clock = 0;
  let exhausted = false;
  for (;;) {
    while (
      !exhausted &&
      inFlight.length < parallel &&
      study.observations.length + inFlight.length < study.evaluations
    ) {
      const trial = await study.ask();
      exhausted = trial === undefined;
      if (trial === undefined) break;
      const evaluation = await evaluate(objective, trial);
      inFlight.push({ trial, evaluation, ends: clock + (evaluation.seconds || 0) });
    }
    if (inFlight.length === 0) return;
    const first = inFlight.reduce((least, other) => (other.ends < least.ends ? other : least));
    inFlight.splice(inFlight.indexOf(first), 1);
    clock = first.ends;
    await study.tell(first.trial.n, first.evaluation);
  }
}

function evaluate(
  objective: Objective,
  { n, architecture, text, key, seed }: Trial<unknown>,
): Promise<Evaluation> {
  return objective.evaluate({
    n,
    architecture,
    text,
    key,
    networkSpec: () => {
      throw new ProxyboError("USAGE", "a table needs no network");
    },
    seed,
    signal: new AbortController().signal,
    report: () => {},
  });
}
