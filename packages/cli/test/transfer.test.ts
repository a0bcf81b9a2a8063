import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { formulaTable } from "./formula-table.ts";
import { createWorkspace, type Workspace } from "./workspace.ts";

let work: Workspace;
const usual = "--space nb201 --strategy proxygp --proxies good,poor,params --quiet".split(" ");

beforeAll(async () => {
  work = await createWorkspace();
  await work.write("table.csv", formulaTable());
  const words = [...usual, "--table", work.path("table.csv")];
  await work.proxybo("run", ...words, "--evaluations", "16", "--name", "first");
  await work.proxybo("run", ...words, "--evaluations", "2", "--name", "early");
  const forest = words.map((word) => (word === "proxygp" ? "proxybo" : word));
  await work.proxybo("run", ...forest, "--evaluations", "8", "--name", "forest");
});
afterAll(() => work.remove());

const next = (...more: readonly string[]) =>
  work.json("run", ...usual, "--table", work.path("table.csv"), "--evaluations", "6", "--seed", "7", ...more);

interface Document {
  readonly study: { readonly id: string };
  readonly settings: {
    readonly config: {
      readonly surrogate: {
        readonly name: string;
        readonly options: { readonly slopes: Readonly<Record<string, number>>; readonly useful: number };
      };
    };
  };
  readonly observations: readonly { readonly architecture: string }[];
}

describe("proxybo run --transfer", () => {
  it("begins with what the surrogate of another study learnt, and keeps it with the new one", async () => {
    const plain = await next("--name", "plain");
    const begun = await next(
      "--name",
      "begun",
      "--transfer",
      "first",
      "--surrogate",
      "gp",
      "--set",
      "surrogate.options.useful=0.9",
    );
    const { study, settings, observations } = begun.document as unknown as Document;
    const { surrogate } = settings.config;
    expect(surrogate.name).toBe("gp");
    expect(Object.keys(surrogate.options.slopes)).toEqual(["good", "poor", "params"]);
    expect(surrogate.options.slopes["good"]).toBeGreaterThan(0);
    expect(surrogate.options.useful).toBe(0.9);
    const chosen = observations.map(({ architecture }) => architecture);
    const without = (plain.document as unknown as Document).observations.map(
      ({ architecture }) => architecture,
    );
    expect(chosen.slice(0, 3)).toEqual(without.slice(0, 3));
    expect(chosen).not.toEqual(without);
    // The old study is needed no more: what it taught stands in the settings of the new one.
    const longer = await work.json("resume", study.id, "--evaluations", "8", "--quiet");
    expect(longer.code).toBe(0);
    const evaluated = (longer.document as unknown as Document).observations;
    expect(evaluated).toHaveLength(8);
  });

  it("says what a study cannot hand on, and what cannot take it", async () => {
    for (const [study, why] of [
      ["early", "has learnt nothing that could be handed on"],
      ["forest", "strategy 'proxybo' has learnt nothing"],
      ["nobody", "there is no study 'nobody'"],
    ] as const)
      expect((await next("--transfer", study)).document).toMatchObject({
        error: { message: expect.stringContaining(why) },
      });
    const { document } = await next("--transfer", "first", "--surrogate", "rf");
    expect(document).toMatchObject({
      error: { code: "USAGE", message: expect.stringContaining("taught the surrogate 'gp'") },
    });
  });
});

describe("proxybo explain", () => {
  it("makes a decision again that counted proxies took part in", async () => {
    const { document } = await work.json("explain", "first", "12");
    expect(document).toMatchObject({ note: null });
    expect((document as unknown as { runnersUp: readonly unknown[] }).runnersUp).toHaveLength(5);
  });
});
