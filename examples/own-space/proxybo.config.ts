import { defineConfig } from "@proxybo/core";
import choicesPlugin from "@proxybo/space-choices";
import gpPlugin from "@proxybo/surrogate-gp";
import rfPlugin from "@proxybo/surrogate-rf";

export default defineConfig({
  plugins: [choicesPlugin, rfPlugin, gpPlugin],
  space: {
    name: "choices",
    options: {
      decisions: {
        depth: { type: "integer", min: 1, max: 2 },
        width1: { type: "ordinal", values: [2, 4, 8, 16] },
        width2: { type: "ordinal", values: [2, 4, 8, 16], when: { depth: 2 } },
        activation: { type: "categorical", values: ["relu", "tanh", "sine"] },
        frequency: { type: "ordinal", values: [0.5, 1, 2, 4], when: { activation: "sine" } },
        rate: { type: "ordinal", values: [0.003, 0.01, 0.03, 0.1] },
      },
    },
  },
  objective: {
    name: "command",
    options: { command: ["python3", "train.py"], timeout: 60, budget: { epochs: 12 } },
  },
  strategy: "bo",
  surrogate: "rf",
  evaluations: 12,
  seed: 1,
});
