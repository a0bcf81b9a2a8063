import assert from "node:assert/strict";
import { after, test } from "node:test";
import { pluginKeyword, type ProxyContext, resolveOptions } from "@proxybo/core";
import { testProxy, testSpace } from "@proxybo/core/testing";
import runtimes from "@proxybo/runtime-tfjs";
import manifest from "../package.json" with { type: "json" };
import plugin, { linearRegions, mlp } from "./index.ts";

const space = mlp({ layers: 3, widths: [4, 8, 16] });
for (const { name, run } of testSpace(space, { malformed: ["4-", "5", "04", "4-4-4-4"] }))
  test(`mlp: ${name}`, run);

const runtime = await runtimes.runtimes.tfjs.create({ backend: "wasm" });
after(() => runtime.dispose());
for (const { name, run } of testProxy(
  () => linearRegions,
  () => runtime,
))
  test(`linear_regions: ${name}`, run);

test("linear_regions counts a layer's regions exactly: n lines in general position cut the plane into 1 + n + C(n, 2)", async () => {
  const spec = space.network([8], { kind: "classification", input: [2], classes: 2 });
  assert.ok(Math.abs((await linearRegions.score({ spec } as ProxyContext)) - Math.log(1 + 8 + 28)) < 1e-12);
});

test("linear_regions of two layers: the second one's are bounded by the narrowest width before", async () => {
  const spec = space.network([4, 8], { kind: "classification", input: [10], classes: 2 });
  // 2⁴ of the first; of the second 1 + 8 + 28 + 56 + 70.
  assert.ok(Math.abs((await linearRegions.score({ spec } as ProxyContext)) - Math.log(16 * 163)) < 1e-12);
});

test("the package is found by its keyword and its peer, says its own version, and fills in its options", async () => {
  assert.ok(manifest.keywords.includes(pluginKeyword));
  assert.ok(manifest.peerDependencies["@proxybo/core"]);
  assert.deepEqual([plugin.name, plugin.version], [manifest.name, manifest.version]);
  const origin = { package: plugin.name, version: plugin.version, found: "listed" };
  const resolved = await resolveOptions(
    { kind: "spaces", name: "mlp", entry: plugin.spaces.mlp, origin },
    {},
  );
  assert.deepEqual(resolved, { _tag: "Right", right: { layers: 3, widths: [4, 8, 16, 32] } });
});
