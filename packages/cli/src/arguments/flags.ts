/** Flags that several commands share. */
export const outputFlags = {
  json: { type: "boolean", description: "print one JSON document on stdout, nothing else there" },
} as const;

export const storeFlags = {
  store: {
    type: "string",
    valueHint: "file",
    description: "keep studies in this file (else PROXYBO_STORE, else the user's data folder)",
  },
} as const;

/** How evaluations are carried out. */
export const executionFlags = {
  parallel: { type: "string", valueHint: "n", description: "evaluations in flight at once (default 1)" },
  timeout: {
    type: "string",
    valueHint: "seconds",
    description: "an evaluation that takes longer has failed",
  },
  retries: {
    type: "string",
    valueHint: "n",
    description: "try a failed evaluation again, so often (default 0)",
  },
  "retry-wait": {
    type: "string",
    valueHint: "seconds",
    description: "before it is tried again, twice as long each time (default 5)",
  },
  track: {
    type: "string",
    valueHint: "where",
    description:
      "send each evaluation there besides: mlflow:http://host:5000, jsonl:file; several with commas",
  },
  "give-up-after": {
    type: "string",
    valueHint: "n",
    description: "stop where the first n evaluations all failed (default 10; 0: never)",
  },
} as const;

/** Flags that lie over the configuration file. */
export const configFlags = {
  space: { type: "string", valueHint: "name", description: "search space, e.g. nb201" },
  table: {
    type: "string",
    valueHint: "file",
    description: "measure by a benchmark table: .csv, .csv.gz, .parquet, or a name (proxybo data list)",
  },
  objective: {
    type: "string",
    valueHint: "name",
    description: "what measures: table, train, command, module",
  },
  strategy: {
    type: "string",
    valueHint: "name",
    description: "proxygp (default where gp is installed), proxybo, bo, evolution … (proxybo plugins)",
  },
  surrogate: {
    type: "string",
    valueHint: "name",
    description: "default: the one that the strategy is made for",
  },
  proxies: {
    type: "string",
    valueHint: "a,b,c",
    description: "zero-cost proxies, recorded or computed live",
  },
  runtime: {
    type: "string",
    valueHint: "name",
    description: "onnx, tfjs, tfjs:<backend> or auto, the fastest that loads (default)",
  },
  dataset: {
    type: "string",
    valueHint: "name",
    description: "examples to train and score on, e.g. fashion-mnist",
  },
  evaluations: { type: "string", valueHint: "n", description: "end after so many evaluations (default 100)" },
  seed: { type: "string", valueHint: "n", description: "decides the whole run (default 1)" },
  name: { type: "string", valueHint: "text", description: "name of the study" },
  set: {
    type: "string",
    valueHint: "path=value",
    description: "any field, repeatable, e.g. surrogate.options.trees=20",
  },
} as const;
