// Compares every cell of the space with the benchmark's table: hashes, matrices, parameters. Takes one or two minutes.
//
//   PROXYBO_DATA=<folder with nb101.csv.gz> node reproduction/all-cells.ts

import { costOf, type Task } from "@proxybo/core";
import { tableRows } from "../src/fixtures/table.ts";
import { nb101, size } from "../src/index.ts";

const rows = tableRows();
if (rows === undefined) {
  console.log("skipped: no benchmark tables");
  process.exit(0);
}

const cifar10: Task = { kind: "classification", input: [3, 32, 32], classes: 10 };
const space = nb101();
const byHash = new Map(rows.map((row) => [row.hash, row]));
const keys = new Set<string>();
const wrong = { "hash not in the table": 0, "other matrix or operations": 0, "other parameters": 0 };
let seen = 0;
const started = performance.now();
let hashing = 0;
for (const cell of space.enumerate()) {
  const before = performance.now();
  const key = space.key(cell);
  hashing += performance.now() - before;
  keys.add(key);
  const row = byHash.get(key);
  if (row === undefined) wrong["hash not in the table"]++;
  else {
    if (space.format(row.cell) !== space.format(cell)) wrong["other matrix or operations"]++;
    if (costOf(space.network(cell, cifar10)).parameters !== row.parameters) wrong["other parameters"]++;
  }
  if (++seen % 50_000 === 0) {
    const seconds = (performance.now() - started) / 1000;
    const left = (seconds / seen) * (size - seen);
    console.log(`${seen} of ${size}, ${Math.round(left)} s left`);
  }
}
console.log(`${seen} cells, ${keys.size} hashes, ${rows.length} rows of the table`);
console.log(`${((1000 * hashing) / seen).toFixed(1)} µs a hash`);
console.log(wrong);
const equal =
  seen === size && keys.size === size && rows.length === size && Object.values(wrong).every((n) => n === 0);
console.log(equal ? "all equal" : "NOT equal");
process.exit(equal ? 0 : 1);
