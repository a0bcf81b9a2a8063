import { existsSync } from "node:fs";
import { mkdir, readFile, rename, stat, writeFile } from "node:fs/promises";
import { dirname } from "node:path";
import { gunzipSync, gzipSync } from "node:zlib";
import { nb101, type OperationCode } from "@proxybo/space-nb101";

const kept = ["params", "valid_acc_108", "test_acc_108_mean", "training_time_108_s"];

/**
 * Writes the architectures of `nb101.csv.gz` that have a validation accuracy (30,001) as a table whose column `arch` the
 * space reads: a task of `proxybo bench` called nb101. Made again where the source is newer.
 */
export async function writeNb101Table(source: string, target: string): Promise<void> {
  if (existsSync(target) && (await stat(target)).mtimeMs > (await stat(source)).mtimeMs) return;
  const space = nb101();
  const [header = "", ...lines] = gunzipSync(await readFile(source))
    .toString("utf8")
    .trimEnd()
    .split("\n");
  const columns = header.split(",");
  const at = (name: string): number => {
    const index = columns.indexOf(name);
    if (index < 0) throw new Error(`${source} has no column '${name}', it has ${header}`);
    return index;
  };
  const [vertices, edges, codes, valid] = [
    at("vertices"),
    at("edge_bits"),
    at("op_codes"),
    at("valid_acc_108"),
  ];
  const numbers = kept.map(at);
  const rows = lines.flatMap((line) => {
    const fields = line.split(",");
    if (fields[valid] === "") return [];
    const inner = Number(fields[vertices]) - 2;
    // The codes are written as one number, which has lost its leading zeros.
    const digits = inner === 0 ? "" : String(Math.trunc(Number(fields[codes]))).padStart(inner, "0");
    const operations = Array.from(digits, (digit) => Number(digit) as OperationCode);
    const text = space.format({ edges: Number(fields[edges]), operations });
    return [[text, ...numbers.map((index) => fields[index])].join(",")];
  });
  await mkdir(dirname(target), { recursive: true });
  // Whole or not at all: a run that is stopped here leaves no half of a table.
  await writeFile(`${target}.part`, gzipSync(`${[["arch", ...kept].join(","), ...rows].join("\n")}\n`));
  await rename(`${target}.part`, target);
}
