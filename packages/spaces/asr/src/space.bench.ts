import { createRandom } from "@proxybo/core";
import { test } from "vitest";
import { asr, modelHash, networkKey } from "./index.ts";

const space = asr();
const random = createRandom(1);
const architectures = Array.from({ length: 1000 }, () => space.sample(random));
const row = new Float64Array(space.features.length);

test("1,000 architectures", async ({ bench }) => {
  await bench.compare(
    bench("modelHash", () => architectures.forEach(modelHash)),
    bench("networkKey", () => architectures.forEach(networkKey)),
    bench("neighbours", () => architectures.forEach((architecture) => space.neighbours(architecture))),
    bench("encodeInto", () => architectures.forEach((architecture) => space.encodeInto(architecture, row))),
  );
});
