import { createRandom } from "@proxybo/core";
import { test } from "vitest";
import { graphHash, nb101 } from "./index.ts";

const space = nb101();
const random = createRandom(1);
const cells = Array.from({ length: 5000 }, () => space.sample(random));
const row = new Float64Array(space.features.length);
const texts = cells.map((cell) => space.format(cell));

test("5,000 cells", async ({ bench }) => {
  await bench.compare(
    bench("sample", () => cells.forEach(() => space.sample(random))),
    bench("hash", () => cells.forEach((cell) => graphHash(cell))),
    bench("neighbours", () => cells.forEach((cell) => space.neighbours(cell))),
    bench("encodeInto", () => cells.forEach((cell) => space.encodeInto(cell, row))),
    bench("parse", () => texts.forEach((text) => space.parse(text))),
  );
});
