import { copyFile, mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { exampleObservation, exampleStudy } from "../testing/store-examples.ts";
import { migrations } from "./sqlite-schema.ts";
import { sqliteStore } from "./sqlite.ts";

const versions = migrations.map((_, i) => i + 1);

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "proxybo-migrations-"));
});
afterAll(() => rm(folder, { recursive: true }));

async function copyOf(version: number, name: string): Promise<string> {
  const copy = join(folder, `${name}-${version}.sqlite`);
  await copyFile(fileURLToPath(new URL(`fixtures/version-${version}.sqlite`, import.meta.url)), copy);
  return copy;
}

function schemaOf(file: string): unknown {
  const database = new DatabaseSync(file, { readOnly: true });
  const schema = {
    version: database.prepare("PRAGMA user_version").get(),
    objects: database
      .prepare("SELECT type, name, sql FROM sqlite_schema ORDER BY type, name")
      .all()
      .map(({ sql, ...rest }) => ({ ...rest, sql: String(sql).replaceAll(/\s+/g, " ") })),
  };
  database.close();
  return schema;
}

describe.each(versions)("a store of version %i", (version) => {
  it("is read in full, and goes on", async () => {
    await using store = await sqliteStore(await copyOf(version, "read"));
    expect((await store.studies()).map(({ id, observations, failed }) => [id, observations, failed])).toEqual(
      [
        ["first", 5, 1],
        ["second", 0, 0],
      ],
    );
    expect(await store.study("first")).toEqual(exampleStudy("first"));
    const kept = [2, 1, 3, 4, 5].map((n) => exampleObservation(n, n === 3 ? undefined : 10 / n));
    expect(await store.observations("first")).toEqual(kept);
    expect(await store.proxyScores("scope", "snip")).toStrictEqual(
      new Map([
        ["failed", { raw: Number.NaN, seconds: 2, failure: "out of memory" }],
        ["minus zero", { raw: -0, seconds: Infinity }],
        ["number", { raw: 1 / 3, seconds: 0.25 }],
      ]),
    );
    await store.appendObservation("first", exampleObservation(6, 1));
    expect(await store.observations("first")).toEqual([...kept, exampleObservation(6, 1)]);
    await expect(store.appendObservation("first", exampleObservation(2, 1))).rejects.toMatchObject({
      code: "STUDY_MISMATCH",
    });
  });

  it("comes to the schema of a new one, with what was append-only append-only", async () => {
    const old = await copyOf(version, "schema");
    await (await sqliteStore(old)).close();
    const fresh = join(folder, `fresh-${version}.sqlite`);
    await (await sqliteStore(fresh)).close();
    expect(schemaOf(old)).toEqual(schemaOf(fresh));
    const database = new DatabaseSync(old);
    expect(() => database.exec("DELETE FROM observations")).toThrow("append-only");
    expect(() => database.exec("UPDATE observations SET crc = 0")).toThrow("append-only");
    database.close();
  });

  it("is migrated once, where several processes open it at the same time", async () => {
    const file = await copyOf(version, "together");
    const stores = await Promise.all([1, 2, 3].map(() => sqliteStore(file)));
    for (const store of stores) {
      expect(await store.observations("first")).toHaveLength(5);
      await store.close();
    }
  });
});

it("finds every version's fixture as its migrations make it", async () => {
  for (const version of versions) {
    const made = new DatabaseSync(join(folder, `made-${version}.sqlite`));
    for (const migration of migrations.slice(0, version)) migration(made);
    made.exec(`PRAGMA user_version = ${version}`);
    made.close();
    expect(schemaOf(await copyOf(version, "fixture"))).toEqual(
      schemaOf(join(folder, `made-${version}.sqlite`)),
    );
  }
});
