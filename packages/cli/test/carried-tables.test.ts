import { mkdir, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { formulaTable } from "./formula-table.ts";
import { createWorkspace, type Workspace } from "./workspace.ts";

let at: Workspace;
const carrier = "proxybo-table-formula";
const source = `
  import { z } from "zod";
  const table = {
    title: "A formula",
    space: { name: "nb201", options: { channels: 8 } },
    file: new URL("./table.parquet", import.meta.url),
    options: { columns: { test: "valid" } },
  };
  export default { name: "${carrier}", version: "2.3.4", tables: {
    formula: { description: "numbers by a formula", options: z.strictObject({}), create: () => table } } };`;

beforeAll(async () => {
  at = await createWorkspace();
  const folder = join(at.folder, "node_modules", carrier);
  await mkdir(folder, { recursive: true });
  const manifest = { name: carrier, version: "2.3.4", type: "module", exports: "./index.js" };
  await writeFile(
    join(folder, "package.json"),
    JSON.stringify({ ...manifest, keywords: ["proxybo-plugin"], peerDependencies: { "@proxybo/core": "*" } }),
  );
  await writeFile(join(folder, "index.js"), source);
  await at.write("table.csv", formulaTable(3000));
  for (const words of [
    "import table table.csv --name made",
    `export made node_modules/${carrier}/table.parquet`,
  ])
    await at.proxybo("data", ...words.split(" "));
  await rm(at.path("data"), { recursive: true });
  const dependencies = { [carrier]: "*", "@proxybo/spaces": "*", "@proxybo/surrogates": "*" };
  await at.write("package.json", JSON.stringify({ dependencies }));
});
afterAll(() => at.remove());

const search = ["run", "--table", "formula", "--proxies", "good", "--evaluations", "8", "--seed", "3"];

describe("a table that a package carries", () => {
  it("is searched by its name, in its space; the study goes on with it", async () => {
    const { code, document, stderr } = await at.json(...search, "--quiet");
    expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
    const { settings, observations } = document as unknown as {
      settings: { config: { space: unknown; objective: { options: { path: string } } } };
      observations: readonly { error: number; metrics: { test: number } }[];
    };
    expect(settings.config.space).toMatchObject({ name: "nb201", options: { channels: 8, cells: 5 } });
    expect(settings.config.objective.options.path).toBe(
      join(at.folder, "node_modules", carrier, "table.parquet"),
    );
    for (const { error, metrics } of observations) expect(metrics.test).toBe(error);
    const resumed = await at.json("resume", "nb201-proxygp-3", "--evaluations", "10", "--quiet");
    expect(resumed.document["observations"]).toHaveLength(10);
  });

  it("is named by a configuration file as well; a file of that name comes first", async () => {
    await at.write(
      "named.json",
      JSON.stringify({ objective: { name: "table", options: { path: "formula" } }, strategy: "random" }),
    );
    const named = await at.json("run", "named.json", "--evaluations", "3", "--quiet");
    expect(named.document["observations"]).toHaveLength(3);
    await at.write("formula.csv", formulaTable(20));
    const file = await at.json(...search, "--table", "formula.csv", "--space", "nb201", "--quiet");
    expect(file.document["settings"]).toMatchObject({
      config: { objective: { options: { path: at.path("formula.csv") } } },
    });
  });

  it("is a task of comparisons, by name and where none is named", async () => {
    const compared = ["bench", "--methods", "random", "--seeds", "1", "--evaluations", "5", "--quiet"];
    const named = await at.json(...compared, "--tasks", "formula", "--out", "named");
    expect(named.document["tasks"]).toMatchObject([{ name: "formula", title: "A formula" }]);
    const all = await at.json(...compared, "--out", "all");
    expect(JSON.stringify(all.document["tasks"])).toContain('"name":"formula"');
  });

  it("is listed, shown, exported and correlated by its name", async () => {
    const listed = await at.proxybo("data", "list");
    expect(listed.stdout).toMatch(new RegExp(`^formula +3000 rows .*in ${carrier}`, "m"));
    expect((await at.json("data", "info", "formula")).document).toMatchObject({ table: { rows: 3000 } });
    expect((await at.proxybo("data", "export", "formula", "copy.csv")).code).toBe(0);
    const correlated = await at.json(..."correlate --table formula --proxies good --quiet".split(" "));
    expect(correlated.document).toMatchObject({
      space: "nb201",
      proxies: [{ proxy: "good", from: "recorded" }],
    });
  });

  it("does not keep the plugins from being listed where it is gone", async () => {
    const objective = { name: "table", options: { path: "gone" } };
    await at.write("gone.json", JSON.stringify({ objective }));
    const { code, stdout } = await at.proxybo("plugins", "gone.json");
    expect({ code, listed: stdout.includes("formula  table") }).toEqual({ code: 0, listed: true });
  });

  it.for([
    [["run", "--table", "formla"], 1, /neither a file nor .* table 'formla'[^]*there are: .*formula/],
    [["data", "info", "formla"], 2, /no table 'formla'[^]*did you mean 'formula'/],
    [["bench", "--tasks", "formla"], 2, /unknown task 'formla'[^]*did you mean 'formula'/],
  ] as const)("is suggested for a name that is none: %j", async ([words, status, message]) => {
    const { code, stderr } = await at.proxybo(...words);
    expect({ code, stderr }).toEqual({ code: status, stderr: expect.stringMatching(message) });
  });
});
