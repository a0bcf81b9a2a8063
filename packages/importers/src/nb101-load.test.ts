import { execFile } from "node:child_process";
import { join } from "node:path";
import process from "node:process";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { createHash } from "node:crypto";
import { PackedTexts } from "@proxybo/core";
import { nb101 } from "@proxybo/space-nb101";
import { describe, expect, it } from "vitest";
import { temporaryFolder } from "../test/folder.ts";
import { number, text } from "./tables/column.ts";
import type { Provenance } from "./tables/provenance.ts";
import { parquetBytes, replaceFile } from "./tables/write.ts";

interface Load {
  readonly offered: number;
  readonly parsed: number;
  readonly megabytes: number;
}

const script = fileURLToPath(new URL("../test/measure-load.ts", import.meta.url));

async function measure(file: string): Promise<Load> {
  const { stdout } = await promisify(execFile)(process.execPath, [script, file]);
  return JSON.parse(stdout) as Load;
}

describe("a table of all of NAS-Bench-101", () => {
  it("loads in less than 150 MB, and parses no text that the importer has written canonically", async () => {
    await using folder = await temporaryFolder();
    const space = nb101();
    const archs = new PackedTexts();
    const hashes = new PackedTexts();
    for (const cell of space.enumerate()) {
      const written = space.format(cell);
      archs.append(written);
      hashes.append(createHash("md5").update(written).digest("hex"));
    }
    const values = (scale: number): Float64Array =>
      Float64Array.from({ length: archs.length }, (_, row) => (scale * ((row * 7919) % 9973)) / 9973);
    const columns = [
      text("arch", archs),
      number("valid", values(100)),
      number("test", values(99)),
      number("seconds", values(4000)),
      number("params", values(5e7)),
      text("hash", hashes),
    ];
    const provenance: Provenance = {
      benchmark: "",
      dataset: "",
      space: "nb101",
      canonical: true,
      metric: "accuracy",
      sources: [],
      date: "",
      importer: "",
    };
    const files = {
      written: join(folder.path, "written.parquet"),
      parsed: join(folder.path, "parsed.parquet"),
    };
    await replaceFile(files.written, await parquetBytes(columns, provenance));
    await replaceFile(files.parsed, await parquetBytes(columns, { ...provenance, canonical: false }));
    const written = await measure(files.written);
    const parsed = await measure(files.parsed);
    expect([written.offered, parsed.offered]).toEqual([423_624, 423_624]);
    expect(written.megabytes).toBeLessThan(150);
    expect([written.parsed, parsed.parsed]).toEqual([0, 423_624]);
  });
});
