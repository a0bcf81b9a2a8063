import { mkdir } from "node:fs/promises";
import { DatabaseSync } from "node:sqlite";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { formulaTable } from "./formula-table.ts";
import { createWorkspace, type Workspace } from "./workspace.ts";

let at: Workspace;
const onTable = ["run", "--space", "nb201", "--table", "table.csv", "--proxies", "good"];

beforeAll(async () => {
  at = await createWorkspace();
  await at.write("table.csv", formulaTable(500));
});
afterAll(() => at.remove());

/** Each: what is typed, the exit status, and what a person reads on stderr. */
const mistakes: readonly (readonly [string, readonly string[], number, readonly string[]])[] = [
  ["an unknown command", ["rum"], 2, ["error unknown command 'rum'", "did you mean 'run'?", "USAGE"]],
  [
    "an unknown flag",
    ["run", "--evaluation", "5"],
    2,
    ["unknown flag '--evaluation'", "did you mean '--evaluations'?"],
  ],
  ["a flag without its value", ["run", "--seed"], 2, ["flag '--seed' needs a value"]],
  ["a word too many", ["run", "a.ts", "b.ts"], 2, ["takes at most 1, got 'b.ts'"]],
  ["a word that is missing", ["resume"], 2, ["'proxybo resume' needs study"]],
  [
    "a number that is none",
    [...onTable, "--evaluations", "many"],
    2,
    [`expected an integer > 0, got "many"`, "field 'evaluations'"],
  ],
  [
    "an unknown field by --set",
    [...onTable, "--set", "surogate.options.trees=3"],
    2,
    ["has no field 'surogate'", "did you mean 'surrogate'?"],
  ],
  [
    "no space",
    ["run", "--table", "table.csv"],
    2,
    ["the configuration names no space", "there are: asr, choices, nb101, nb201"],
  ],
  [
    "an unknown space",
    ["run", "--space", "nb2o1", "--table", "table.csv"],
    2,
    ["unknown space 'nb2o1'; known: asr, choices, nb101, nb201", "did you mean 'nb201'?", "PLUGIN_UNKNOWN"],
  ],
  [
    "an unknown strategy",
    [...onTable, "--strategy", "evolutoin"],
    2,
    ["unknown strategy 'evolutoin'; known: bo, ", "did you mean 'evolution'?"],
  ],
  [
    "an unknown proxy",
    ["run", "--space", "nb201", "--table", "table.csv", "--proxies", "synflw"],
    2,
    [
      "unknown proxy 'synflw'; objective 'table' has on record: good, poor; plugins offer: epe_nas, fisher, flops, grad_norm, grasp, jacob_cov, l2_norm, nwot, params, plain, snip, synflow, zen",
      "did you mean 'synflow'?",
    ],
  ],
  [
    "an unknown option",
    [...onTable, "--set", "surrogate.options.tres=3", "--surrogate", "rf"],
    2,
    ["surrogate 'rf' has no option 'tres'", "did you mean 'trees'?", "OPTION_INVALID"],
  ],
  [
    "an option out of range",
    [...onTable, "--surrogate", "rf", "--set", "surrogate.options.trees=0"],
    2,
    ["surrogate 'rf': expected an integer ≥ 1", ", got 0", "field 'trees'"],
  ],
  [
    "proxies that are neither recorded nor computable",
    ["run", "--space", "nb201", "--table", "table.csv", "--strategy", "proxybo"],
    2,
    [
      "objective 'table' has no recorded scores of 'snip', 'synflow', 'jacob_cov'",
      "--dataset",
      "--strategy bo",
    ],
  ],
  [
    "a table that is not there",
    ["run", "--space", "nb201", "--table", "absent.csv"],
    1,
    ["absent.csv", "TABLE_INVALID"],
  ],
  [
    "a table and another objective",
    ["run", "--space", "nb201", "--table", "table.csv", "--objective", "train"],
    2,
    ["--objective train does not"],
  ],
  [
    "a configuration that is not there",
    ["run", "absent.config.ts"],
    2,
    ["no such configuration file", "proxybo init"],
  ],
  ["an unknown study", ["resume", "zzz"], 2, ["zzz", "STUDY_UNKNOWN"]],
  [
    "a malformed architecture",
    ["score", "|nor_conv_3x3~0|+|oops", "--space", "nb201"],
    2,
    ["ARCHITECTURE_MALFORMED", "oops"],
  ],
];

describe("mistakes", () => {
  it.concurrent.for(mistakes)("%s is refused with a message that helps", async ([, argv, code, said]) => {
    const result = await at.proxybo(...argv);
    for (const text of said) {
      expect(result.stderr).toContain(text);
    }
    expect(result.stdout).toBe("");
    expect(result.stderr).not.toMatch(/^ +at /m);
    expect(result.code).toBe(code);
  });

  it("are one JSON document too", async () => {
    const { code, document } = await at.json("run", "--space", "nb2o1", "--table", "table.csv");
    expect(code).toBe(2);
    expect(document).toMatchObject({
      version: 1,
      error: {
        code: "PLUGIN_UNKNOWN",
        message: "unknown space 'nb2o1'; known: asr, choices, nb101, nb201",
        hint: "did you mean 'nb201'?",
      },
    });
  });

  it("in a table say which column is missing, and which there are", async () => {
    await at.write("columns.csv", "arch,accuracy\n|none~0|+|none~0|none~1|+|none~0|none~1|none~2|,10\n");
    const { code, stderr } = await at.proxybo(
      "run",
      "--space",
      "nb201",
      "--table",
      "columns.csv",
      "--strategy",
      "random",
    );
    expect(code).toBe(1);
    expect(stderr).toContain("valid");
    expect(stderr).toContain("columns.csv");
    expect(stderr).toContain("accuracy");
  });

  it("in a configuration file are told with the file and what it threw", async () => {
    await at.write("threw.config.ts", "throw new Error('no device');");
    const threw = await at.proxybo("run", "threw.config.ts");
    expect(threw.code).toBe(2);
    expect(threw.stderr).toContain(`the configuration file threw: no device (${at.path("threw.config.ts")})`);
    await at.write("field.config.ts", "export default { spase: 'nb201' };");
    const field = await at.proxybo("run", "field.config.ts");
    expect(field.stderr).toContain("did you mean 'space'?");
  });
});

describe("a store", () => {
  it("that cannot be written is refused before the search starts", async () => {
    await at.write("blocker", "a file where a folder must be");
    const { code, stderr } = await at.proxybo(...onTable, "--store", "blocker/studies.sqlite");
    expect(code).toBe(1);
    expect(stderr).toContain("STORE_UNWRITABLE");
    expect(stderr).toContain("blocker");
    await mkdir(at.path("folder.sqlite"));
    expect((await at.proxybo(...onTable, "--store", "folder.sqlite")).code).toBe(1);
  });

  it("of a newer version is left alone", async () => {
    await at.proxybo("studies", "--store", "newer.sqlite");
    const database = new DatabaseSync(at.path("newer.sqlite"));
    database.exec("PRAGMA user_version = 99");
    database.close();
    const { code, stderr } = await at.proxybo("studies", "--store", "newer.sqlite");
    expect(code).toBe(1);
    expect(stderr).toContain("the store has version 99");
    expect(stderr).toContain("STORE_NEWER_VERSION");
  });
});
