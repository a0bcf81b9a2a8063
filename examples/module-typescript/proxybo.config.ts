import { defineConfig } from "@proxybo/core";
import nb201Plugin from "@proxybo/space-nb201";
import rfPlugin from "@proxybo/surrogate-rf";

export default defineConfig({
  plugins: [nb201Plugin, rfPlugin],
  space: "nb201",
  objective: { name: "module", options: { path: "train.ts", budget: 60, timeout: 60 } },
  strategy: "bo",
  surrogate: "rf",
  evaluations: 20,
  seed: 1,
});
