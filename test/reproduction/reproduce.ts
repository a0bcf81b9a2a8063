/**
 * Makes every table and figure of the paper that the benchmark tables at hand allow, by `proxybo bench`; what is given
 * beside `--data` and presets goes to it as it is.
 *
 *   node test/reproduction/reproduce.ts --data <folder of the tables> --seeds 50
 *   node test/reproduction/reproduce.ts beyond --out beyond
 */
import { existsSync } from "node:fs";
import { join, resolve } from "node:path";
import process from "node:process";
import { fileURLToPath } from "node:url";
import { main } from "@proxybo/cli";
import { writeNb101Table } from "./nb101-table.ts";

const root = fileURLToPath(new URL("../..", import.meta.url));
const cache = join(root, "node_modules", ".cache", "proxybo-tables");
const everything = ["table1", "table2", "table3", "fig2a", "fig2b", "fig2c", "fig3"];

const argv = process.argv.slice(2);
const flag = argv.indexOf("--data");
const data = resolve(
  flag === -1 ? (process.env["PROXYBO_DATA"] ?? join(root, "..", "shared", "data")) : (argv[flag + 1] ?? "."),
);
const rest = flag === -1 ? argv : argv.toSpliced(flag, 2);

if (!existsSync(join(data, "nb201-cifar10.csv.gz"))) {
  console.log(`skipped: no benchmark tables (${data})`);
  process.exit(0);
}
const nb101 = join(data, "nb101.csv.gz");
if (existsSync(nb101)) await writeNb101Table(nb101, join(cache, "nb101-validated.csv.gz"));
const presets = rest[0] === undefined || rest[0].startsWith("--") ? everything : [];
const out = rest.includes("--out") ? [] : ["--out", join(root, ".proxybo", "bench")];
process.exit(await main(["bench", ...presets, ...rest, "--data", `${data},${cache}`, ...out]));
