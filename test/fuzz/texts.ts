import { formatStudy, parseConfig, parseStudy, setPath } from "@proxybo/core";
import fc from "fast-check";
import { readLines } from "../../packages/cli/src/studies/lines.ts";
import { outcomeOfOutput } from "../../packages/core/src/objectives/program-output.ts";
import { progressReader, withoutProgress } from "../../packages/core/src/objectives/progress-lines.ts";
import { exampleObservation, exampleStudy } from "../../packages/core/src/testing/store-examples.ts";
import { mutatedBytes, mutatedJson, mutatedText } from "./mutate.ts";
import { refusable, rightOf, type Target, target } from "./target.ts";

const config = {
  space: { use: "nb201", options: { channels: 16 } },
  objective: { use: "table", options: { path: "nb201.csv", error: "valid" } },
  strategy: "proxybo",
  surrogate: { use: "rf", options: { trees: 10 } },
  proxies: ["snip", { use: "synflow", options: {} }],
  evaluations: 100,
  seed: 1,
  plugins: ["@proxybo/space-nb201"],
};

const leaves = [1, 0, -1, 1e308, 7.5, "snip", "", "__proto__", true, null, {}, [], { use: "rf" }, undefined];

const outputs = [
  '{"error": 7.3, "metrics": {"test": 8}}',
  'epoch 1\n{"error": NaN}\n',
  '{"error": 7.3, "metrics": {"test": Infinity}}\nproxybo:progress 0.4 half\n',
  '{\n  "error": 1e2,\n  "metrics": {}\n}',
];
const jsonTokens = [
  "{",
  "}",
  "[",
  "]",
  ":",
  ",",
  '"',
  "error",
  "metrics",
  "NaN",
  "1e999",
  "-0",
  "null",
  "\n",
];

const study = {
  study: exampleStudy("s", { settings: { rate: -0, $dollar: ["NaN", null] } }),
  trials: [1, 2].map((n) => {
    const { text, key, why, cost } = exampleObservation(n, 1);
    return { n, text, key, why, cost, observed: 0, pending: n === 1 ? [] : [1] };
  }),
  observations: [exampleObservation(1, 1 / 3), exampleObservation(2)],
  attempts: [],
};

export const textTargets: readonly Target[] = [
  target<unknown>({
    name: "configurations",
    cases: 15_000,
    given: async () => mutatedJson([config], leaves),
    takes: async (value) => rightOf(await parseConfig(value)) !== undefined,
  }),
  target<readonly [unknown, string]>({
    name: "fields that are set by --set",
    cases: 5000,
    given: async () =>
      fc.tuple(
        mutatedJson([config], leaves),
        mutatedText(
          ["surrogate.options.trees=20", "proxies.0=snip"],
          [".", "=", "__proto__", "constructor", "0"],
        ),
      ),
    takes: async ([value, path]) => {
      const before = Object.getOwnPropertyNames(Object.prototype).length;
      const set = await refusable(() => setPath(value as never, path));
      if (Object.getOwnPropertyNames(Object.prototype).length !== before)
        throw new Error("the prototype of all objects was changed");
      return set !== undefined;
    },
  }),
  target<string>({
    name: "output of programs",
    cases: 15_000,
    given: async () => mutatedText(outputs, jsonTokens),
    takes: async (text) => {
      const read = progressReader(() => {});
      for (let at = 0; at < text.length; at += 7) read(text.slice(at, at + 7));
      return outcomeOfOutput(withoutProgress(text), text).status === "ok";
    },
  }),
  target<Buffer>({
    name: "studies as JSON Lines",
    cases: 15_000,
    given: async () => mutatedBytes([Buffer.from(`${[...formatStudy(study)].join("\n")}\n`)]),
    takes: async (bytes) => {
      async function* chunks(): AsyncGenerator<Buffer> {
        for (let at = 0; at < bytes.length; at += 1000) yield bytes.subarray(at, at + 1000);
      }
      const parsed = await refusable(async () =>
        parseStudy(readLines(chunks(), "s.jsonl", 10_000), "s.jsonl"),
      );
      const contents = parsed && rightOf(parsed);
      if (contents === undefined) return false;
      if (rightOf(await parseStudy(formatStudy(contents), "s.jsonl")) === undefined)
        throw new Error("what was read cannot be written and read again");
      return true;
    },
  }),
];
