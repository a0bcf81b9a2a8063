// A whole search in one call: proxybo asks, evaluates and records.
import { boStrategy, createStudy, moduleObjective } from "@proxybo/core";
import { nb201 } from "@proxybo/space-nb201";
import { createRandomForest } from "@proxybo/surrogate-rf";
import evaluate from "proxybo-example-module-typescript";

const study = await createStudy({
  space: nb201(),
  strategy: boStrategy(),
  surrogate: createRandomForest(),
  objective: moduleObjective(evaluate, { budget: 30 }),
  evaluations: 15,
  seed: 1,
});

const end = await study.run({
  observe: (event) => {
    if (event.type !== "observed") return;
    const { n, outcome, why } = event.observation;
    console.log(
      `${n}: ${outcome.status === "ok" ? `${outcome.error.toFixed(2)} %` : outcome.reason} (${why.rule})`,
    );
  },
});

console.log(`ended by: ${end}`);
console.log(`best: ${study.best?.text}`);
