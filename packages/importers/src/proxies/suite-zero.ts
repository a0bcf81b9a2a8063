import { messageOf } from "@proxybo/core";
import { nb101Text } from "../benchmarks/nb101-text.ts";
import type { Source } from "../files/source.ts";
import { importInvalid } from "../invalid.ts";
import { type ProxyScores, ScoreRows } from "./scores.ts";

const mostBytes = 1 << 29;
/** What the suite writes for a score that failed. */
const failed = -1e8;
/** Entries of an architecture that are no proxies. */
const others = new Set(["id", "idx", "val_accuracy", "test_accuracy", "train_accuracy"]);

/**
 * Reads NAS-Bench-Suite-Zero's `zc_nasbench201.json` or `zc_nasbench101.json`: scores of each data set.
 *
 * Source: Krishnakumar et al., NAS-Bench-Suite-Zero (NeurIPS 2022).
 */
export async function readSuiteZero(source: Source): Promise<readonly ProxyScores[]> {
  const { file } = source;
  const wrong = (message: string, cause?: unknown): Error =>
    importInvalid(
      `expected NAS-Bench-Suite-Zero's {dataset: {architecture: {proxy: {score}}}}, got ${message}`,
      { file },
      { cause },
    );
  const content = (await source.all(mostBytes)).toString("utf8");
  if (nestedTooDeep(content)) throw wrong("JSON that is nested deeper than 64");
  let root: unknown;
  try {
    root = JSON.parse(content);
  } catch (cause) {
    throw wrong(`no JSON: ${messageOf(cause).slice(0, 120)}`, cause);
  }
  if (!isRecord(root) || Object.keys(root).length === 0) throw wrong("another structure");
  return Object.entries(root).map(([dataset, architectures]) => {
    if (!isRecord(architectures)) throw wrong(`another structure at '${dataset}'`);
    const rows = new ScoreRows();
    let space = "";
    for (const [tuple, entries] of Object.entries(architectures)) {
      const read = textOfTuple(tuple);
      if (read === undefined)
        throw wrong(
          `an architecture '${tuple.slice(0, 60)}' that is of neither NAS-Bench-201 nor NAS-Bench-101`,
        );
      if (!isRecord(entries)) throw wrong(`another structure at '${tuple.slice(0, 60)}'`);
      if (space !== "" && space !== read.space) throw wrong("architectures of different spaces");
      space = read.space;
      rows.add(
        read.text,
        Object.entries(entries).flatMap(([name, value]): (readonly [string, number])[] => {
          if (others.has(name)) return [];
          const score = isRecord(value) ? value["score"] : value;
          if (typeof score !== "number") return [];
          return [[name, score === failed ? Number.NaN : score]];
        }),
      );
    }
    return { dataset: dataset.toLowerCase(), space, by: "arch", keys: rows.keys, proxies: rows.finish() };
  });
}

const operations201 = ["skip_connect", "none", "nor_conv_3x3", "nor_conv_1x1", "avg_pool_3x3"];
const operations101 = ["input", "output", "maxpool3x3", "conv1x1-bn-relu", "conv3x3-bn-relu"];

/** Reads the suite's tuples: six operations of NAS-Bench-201, or matrix and operations of NAS-Bench-101. */
function textOfTuple(tuple: string): { readonly space: string; readonly text: string } | undefined {
  if (!/^\(\d(, *\d)*\)$/.test(tuple) || tuple.length > 400) return undefined;
  const digits = tuple.slice(1, -1).split(",").map(Number);
  if (digits.length === 6) {
    const [a, b, c, d, e, f] = digits.map((code) => operations201[code]);
    if ([a, b, c, d, e, f].includes(undefined)) return undefined;
    return { space: "nb201", text: `|${a}~0|+|${b}~0|${d}~1|+|${c}~0|${e}~1|${f}~2|` };
  }
  const vertices = Math.floor(Math.sqrt(digits.length));
  if (digits.length !== vertices * vertices + vertices) return undefined;
  const names = digits.slice(vertices * vertices).map((code) => operations101[code] ?? "");
  return textOfMatrix(digits.slice(0, vertices * vertices).join(""), names);
}

function textOfMatrix(
  adjacency: string,
  names: readonly string[],
): { readonly space: string; readonly text: string } | undefined {
  const text = nb101Text(adjacency, names.join(","));
  if (text !== undefined) return { space: "nb101", text };
  if (names[0] !== "input" || names.at(-1) !== "output" || !/^[01]+$/.test(adjacency)) return undefined;
  // Vertices that nothing leads to: a space reads this form and prunes them.
  const count = names.length;
  const matrix = Array.from({ length: count }, (_, row) =>
    Array.from(adjacency.slice(row * count, (row + 1) * count), Number),
  );
  return { space: "nb101", text: JSON.stringify({ matrix, ops: names }) };
}

/** Whether brackets nest deeper than the suite's three levels by far: the parser would run out of stack on millions. */
function nestedTooDeep(content: string): boolean {
  let depth = 0;
  for (let i = 0; i < content.length; i++) {
    const code = content.charCodeAt(i);
    if (code === 0x7b || code === 0x5b) {
      if (++depth > 64) return true;
    } else if (code === 0x7d || code === 0x5d) depth--;
  }
  return false;
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
