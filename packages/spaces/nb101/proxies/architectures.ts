import { readFile } from "node:fs/promises";
import { gunzipSync } from "node:zlib";
import { orThrow } from "@proxybo/core";
import { type Cell, nb101, type OperationCode } from "../src/index.ts";

const space = nb101();

/**
 * The architectures that a file lists, each once, in the order of `space.enumerate()`: texts of the space, one a line or
 * in the column `arch` of a CSV; or the benchmark's table with `edge_bits` and `op_codes`, of which those with a
 * validation accuracy count. Ending in .gz, it is read unpacked.
 */
export async function readArchitectures(file: string): Promise<readonly Cell[]> {
  const bytes = await readFile(file);
  const content = (file.endsWith(".gz") ? gunzipSync(bytes) : bytes).toString("utf8");
  const [header = "", ...lines] = content.split(/\r?\n/).filter((line) => line.trim() !== "");
  const columns = header.split(",").map((name) => name.trim());
  const cells = columns.includes("edge_bits")
    ? benchmarkRows(columns, lines)
    : textRows(columns, header, lines);
  const byText = new Map(cells.map((cell) => [space.format(cell), cell]));
  return [...byText.values()].toSorted(inOrder);
}

function textRows(columns: readonly string[], header: string, lines: readonly string[]): readonly Cell[] {
  const at = columns.indexOf("arch");
  const texts = at < 0 ? [header, ...lines] : lines.map((line) => line.split(",")[at] ?? "");
  return texts.map((text) => orThrow(space.parse(text)));
}

function benchmarkRows(columns: readonly string[], lines: readonly string[]): readonly Cell[] {
  const [vertices, edges, codes, valid] = ["vertices", "edge_bits", "op_codes", "valid_acc_108"].map(
    (name) => {
      const at = columns.indexOf(name);
      if (at < 0) throw new Error(`expected a column '${name}', got ${columns.join(", ")}`);
      return at;
    },
  ) as [number, number, number, number];
  return lines.flatMap((line) => {
    const fields = line.split(",");
    if (fields[valid]?.trim() === "") return [];
    const inner = Number(fields[vertices]) - 2;
    // The codes are written as one number, which has lost its leading zeros.
    const digits = inner === 0 ? "" : String(Math.trunc(Number(fields[codes]))).padStart(inner, "0");
    return [
      {
        edges: Number(fields[edges]),
        operations: Array.from(digits, (digit) => Number(digit) as OperationCode),
      },
    ];
  });
}

/** By vertices, edges, operations. */
function inOrder(a: Cell, b: Cell): number {
  if (a.operations.length !== b.operations.length) return a.operations.length - b.operations.length;
  if (a.edges !== b.edges) return a.edges - b.edges;
  const other = a.operations.findIndex((code, i) => code !== b.operations[i]);
  return other < 0 ? 0 : a.operations[other]! - b.operations[other]!;
}
