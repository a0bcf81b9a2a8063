import { readdir, readFile, writeFile } from "node:fs/promises";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { formulaTable } from "./formula-table.ts";
import { createWorkspace, type Workspace } from "./workspace.ts";

let at: Workspace;
beforeAll(async () => {
  at = await createWorkspace();
  await at.write("table.csv", formulaTable());
  const argv = ["run", "--space", "nb201", "--table", "table.csv", "--proxies", "good", "--evaluations", "8"];
  await at.proxybo(...argv, "--name", "first");
});
afterAll(() => at.remove());

function architectures(document: Readonly<Record<string, unknown>>): readonly string[] {
  return (document["observations"] as { architecture: string }[]).map(({ architecture }) => architecture);
}

describe("a study that is taken elsewhere", () => {
  it("is the same there, and goes on as it would have here", async () => {
    const exported = await at.proxybo("studies", "export", "first", "first.jsonl");
    expect(exported).toMatchObject({ code: 0, stderr: "" });
    expect(exported.stdout).toContain("8 evaluations");
    const text = await readFile(at.path("first.jsonl"), "utf8");
    const there = ["--store", "other.sqlite"];
    const imported = await at.json("studies", "import", "first.jsonl", ...there);
    expect(imported.document).toMatchObject({ studies: [{ name: "first", trials: 8, observations: 8 }] });
    expect((await at.proxybo("studies", "export", "first", ...there)).stdout).toBe(text);
    const [here, over] = await Promise.all(
      [[], there].map((flags) => at.json("resume", "first", "--evaluations", "12", ...flags)),
    );
    expect(architectures(over!.document)).toEqual(architectures(here!.document));
  });

  it("is refused where it is there already, or malformed, and then nothing of it is there", async () => {
    await at.proxybo("studies", "export", "first", "again.jsonl");
    expect(await at.proxybo("studies", "import", "again.jsonl")).toMatchObject({
      code: 1,
      stderr: expect.stringContaining("STUDY_EXISTS"),
    });
    const lines = (await readFile(at.path("again.jsonl"), "utf8")).split("\n");
    await at.write("bad.jsonl", [...lines.slice(0, 5), '{"type":"trial"}', ...lines.slice(5)].join("\n"));
    const args = ["studies", "import", "again.jsonl", "bad.jsonl", "--store", "third.sqlite"];
    const { code, stderr } = await at.proxybo(...args);
    expect({ code, stderr }).toEqual({ code: 1, stderr: expect.stringContaining("IMPORT_INVALID") });
    expect(stderr).toMatch(/bad\.jsonl.*row 6/s);
    const kept = await at.json("studies", "--store", "third.sqlite");
    expect(kept.document["studies"]).toEqual([]);
    const absent = await at.proxybo("studies", "import", "absent.jsonl");
    expect(absent).toMatchObject({ code: 1, stderr: expect.stringContaining("IMPORT_INVALID") });
  });

  it("needs a study, and a file that can be written", async () => {
    const without = await at.proxybo("studies", "export");
    expect(without).toMatchObject({ code: 2, stderr: expect.stringContaining("export <study> [file]") });
    const nowhere = await at.proxybo("studies", "export", "first", "table.csv/first.jsonl");
    expect(nowhere).toMatchObject({ code: 2, stderr: expect.stringContaining("cannot be written") });
    expect((await readdir(at.folder)).filter((name) => name.endsWith(".part"))).toEqual([]);
  });
});

describe("a damaged store", () => {
  it("is repaired: what is sound is kept, what is lost is said, and the file is put aside", async () => {
    expect((await at.proxybo("studies", "repair")).stdout).toMatch(
      /is sound: 1 study, 12 evaluations|is sound/,
    );
    const file = at.path("studies.sqlite");
    const bytes = await readFile(file);
    const text = architectures((await at.json("studies", "first")).document)[6]!;
    // Wherever the seventh architecture stands, its second operation is none that there is.
    for (let i = bytes.indexOf(text); i !== -1; i = bytes.indexOf(text, i + 1)) bytes[i + 2]! ^= 1;
    await writeFile(file, bytes);
    const broken = await at.proxybo("studies", "first");
    expect(broken).toMatchObject({ code: 1, stderr: expect.stringContaining("proxybo studies repair") });

    const looked = await at.proxybo("studies", "repair", "--dry-run");
    expect(looked).toMatchObject({ code: 1, stdout: expect.stringContaining("Nothing was changed") });
    expect((await readFile(file)).equals(bytes)).toBe(true);

    const { code, document } = await at.json("studies", "repair");
    expect(code).toBe(0);
    expect(document).toMatchObject({ sound: false, recovered: { studies: 1, observations: 11 } });
    expect(String(document["lost"])).toMatch(/study '\w+': 7 /);
    expect((await readFile(String(document["kept"]))).equals(bytes)).toBe(true);
    expect((await at.json("studies", "first")).document["observations"]).toHaveLength(11);
    expect(await at.proxybo("studies", "repair", "absent.sqlite")).toMatchObject({
      code: 1,
      stderr: expect.stringContaining("STORE_CORRUPT"),
    });
  });
});
