import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import process from "node:process";
import { afterEach, describe, expect, it, vi } from "vitest";
import { temporaryFolder } from "../../test/folder.ts";
import { dataFolder, resolveTable, tableFile, tableNames, tablesFolder } from "./folder.ts";

afterEach(() => {
  vi.unstubAllEnvs();
});

describe("the data folder", () => {
  it("is PROXYBO_HOME where it is set, else the system's", () => {
    vi.stubEnv("PROXYBO_HOME", "/somewhere");
    expect([dataFolder(), tablesFolder()]).toEqual(["/somewhere", join("/somewhere", "tables")]);
    vi.stubEnv("PROXYBO_HOME", "");
    expect(dataFolder()).toContain("proxybo");
    expect(process.env["PROXYBO_HOME"]).toBe("");
  });

  it("holds tables by names that are no paths", () => {
    expect(tableFile("nb101", "/t")).toBe(join("/t", "nb101.parquet"));
    for (const name of ["../x", "a/b", "", ".hidden", "a\\b"])
      expect(() => tableFile(name, "/t")).toThrowError(/expected a name of letters, digits/);
  });
});

describe("a word for a table", () => {
  it("is a file that exists, else an imported table, else the start of one, else a path", async () => {
    await using folder = await temporaryFolder();
    const tables = join(folder.path, "tables");
    const resolve = (word: string): string => resolveTable(word, folder.path, { folder: tables });
    expect(() => resolve("nb101")).toThrowError("there is neither a file nor an imported table 'nb101'");
    await mkdir(tables);
    for (const name of ["nb101", "nb201-cifar10", "nb201-cifar100", "asr-timit"])
      await writeFile(join(tables, `${name}.parquet`), "x");
    await writeFile(join(tables, ".nb101.parquet.1.tmp"), "x");
    expect(tableNames(tables)).toEqual(["asr-timit", "nb101", "nb201-cifar10", "nb201-cifar100"]);
    expect(resolve("nb101")).toBe(join(tables, "nb101.parquet"));
    expect(resolve("asr")).toBe(join(tables, "asr-timit.parquet"));
    expect(() => resolve("nb201")).toThrowError("'nb201' may mean several imported tables");
    expect(resolve("t.csv")).toBe(join(folder.path, "t.csv"));
    expect(resolve("deeper/t.csv")).toBe(join(folder.path, "deeper/t.csv"));
    await writeFile(join(folder.path, "nb101"), "x");
    expect(resolve("nb101")).toBe(join(folder.path, "nb101"));
  });
});
