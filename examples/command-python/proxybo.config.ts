import { defineConfig } from "@proxybo/core";
import nb201Plugin from "@proxybo/space-nb201";
import rfPlugin from "@proxybo/surrogate-rf";

export default defineConfig({
  plugins: [nb201Plugin, rfPlugin],
  space: "nb201",
  objective: {
    name: "command",
    options: {
      // A program in any language; it starts in the folder of this file.
      command: ["python3", "train.py"],
      timeout: 60,
      budget: { epochs: 8 },
    },
  },
  strategy: "bo",
  surrogate: "rf",
  evaluations: 10,
  seed: 1,
});
