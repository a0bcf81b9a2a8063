import { createRandom } from "@proxybo/core";
import { test } from "vitest";
import { nb201, size } from "./index.ts";

const space = nb201();
const random = createRandom(1);
const architectures = Array.from({ length: 5000 }, () => space.sample(random));
const row = new Float64Array(space.features.length);
for (const architecture of space.enumerate()) space.key(architecture);

test("5,000 architectures", async ({ bench }) => {
  await bench.compare(
    bench("key, known", () => architectures.forEach((architecture) => space.key(architecture))),
    bench("neighbours", () => architectures.forEach((architecture) => space.neighbours(architecture))),
    bench("encodeInto", () => architectures.forEach((architecture) => space.encodeInto(architecture, row))),
  );
});

test(`all ${size} keys for the first time`, async ({ bench }) => {
  const first = (equality: "network" | "paper") =>
    bench(equality, () => {
      const fresh = nb201({ equality });
      for (const architecture of fresh.enumerate()) fresh.key(architecture);
    });
  await bench.compare(first("network"), first("paper"));
});
