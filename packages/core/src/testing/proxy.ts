import assert from "node:assert/strict";
import type { NetworkSpec, Operation } from "../contracts/network.ts";
import type { ProxyContext, ZeroCostProxy } from "../contracts/proxy.ts";
import type { Batch, Network, NetworkRuntime } from "../contracts/runtime.ts";
import { createRandom } from "../random/random.ts";
import type { ConformanceCase } from "./conformance.ts";
import { trackedRuntime, type Usage } from "./tracked-runtime.ts";

/**
 * What every zero-cost proxy must hold to: a finite, repeatable score; nothing changed, nothing leaked, nothing used that
 * it does not declare; a number, not an exception, where the network is dead.
 *
 * @param create - makes the proxy.
 * @param runtime - makes or gives the runtime; the cases do not dispose it.
 * @example
 * for (const { name, run } of testProxy(() => snip, () => runtime)) test(name, run);
 */
export function testProxy(
  create: () => ZeroCostProxy | Promise<ZeroCostProxy>,
  runtime: () => NetworkRuntime | Promise<NetworkRuntime>,
): readonly ConformanceCase[] {
  const score = async (spec: NetworkSpec, seed = 1) => scoreOnce(await create(), await runtime(), spec, seed);
  return [
    {
      name: "names itself, says which way is better and what it needs",
      run: async () => {
        const { name, direction, needs } = await create();
        assert.match(name, /^\S+$/, "expected a name without spaces");
        assert.ok(
          ["higher", "lower"].includes(direction),
          `direction: expected higher or lower, got ${direction}`,
        );
        const known = [
          "spec",
          "parameters",
          "gradients",
          "inputGradients",
          "channelGradients",
          "batchStatistics",
          "hessianProduct",
          "activations",
          "forward",
        ];
        assert.ok(needs.length > 0, "needs: expected at least one");
        for (const need of needs) assert.ok(known.includes(need), `needs: unknown '${need}'`);
      },
    },
    {
      name: "gives a healthy network a finite score",
      run: async () => {
        const { raw } = await score(healthy);
        assert.ok(Number.isFinite(raw), `expected a finite score, got ${raw}`);
      },
    },
    {
      name: "gives the same network and seed the same score",
      run: async () => {
        for (const seed of [1, 2]) {
          const first = await score(healthy, seed);
          assert.equal((await score(healthy, seed)).raw, first.raw, `two scores for seed ${seed}`);
        }
      },
    },
    {
      name: "changes neither the batch, nor the spec, nor the network it shares",
      run: async () => {
        const { before, after } = await score(healthy);
        assert.deepEqual(after, before);
      },
    },
    {
      name: "disposes every network that it makes, and not the one it shares",
      run: async () => {
        for (const spec of [healthy, dead]) {
          const { usage, shared } = await score(spec);
          const expected = shared ? 1 : 0;
          assert.ok(usage.live <= expected, `${usage.live - expected} networks are left of those it made`);
          assert.ok(usage.live >= expected, "disposed the network that other proxies share");
        }
      },
    },
    {
      name: "uses what it declares in `needs`, and nothing else",
      run: async () => {
        const { needs } = await create();
        const { usage } = await score(healthy);
        const declared: readonly string[] = needs;
        for (const pass of usage.passes)
          assert.ok(declared.includes(pass), `uses '${pass}', which is not in its needs`);
        if (needs.every((need) => need === "spec"))
          assert.equal(usage.made, 0, "needs the spec only, but builds a network");
      },
    },
    {
      name: "gives a number, NaN or ±Infinity, not an exception, where nothing reaches the output",
      run: async () => {
        const { raw } = await score(dead);
        assert.equal(typeof raw, "number");
      },
    },
  ];
}

interface Scored {
  readonly raw: number;
  readonly usage: Usage;
  readonly shared: boolean;
  readonly before: unknown;
  readonly after: unknown;
}

async function scoreOnce(
  proxy: ZeroCostProxy,
  given: NetworkRuntime,
  original: NetworkSpec,
  seed: number,
): Promise<Scored> {
  const { runtime, usage } = trackedRuntime(given);
  const spec = structuredClone(original);
  const batch = exampleBatch(spec);
  const state = (parameters: unknown) => structuredClone({ spec, batch, parameters });
  let network: Promise<Network> | undefined;
  const context: ProxyContext = {
    spec,
    batch,
    seed,
    runtime,
    network: () => (network ??= runtime.instantiate(spec, { seed })),
  };
  const untouched = await given.instantiate(spec, { seed });
  const before = state(await untouched.read());
  await untouched.dispose();
  const raw = await proxy.score(context);
  const live = { ...usage, passes: new Set(usage.passes) };
  // A disposed network cannot be read; that it was disposed is another case's complaint.
  const after = state(await network?.then((shared) => shared.read()).catch(() => undefined));
  await network?.then((shared) => shared.dispose());
  return {
    raw,
    usage: live,
    shared: network !== undefined,
    before: network ? before : state(undefined),
    after,
  };
}

function exampleBatch(spec: NetworkSpec): Batch {
  const random = createRandom(1, "conformance");
  const shape = [8, ...spec.input];
  const length = shape.reduce((product, size) => product * size, 1);
  return {
    inputs: { shape, data: Float32Array.from({ length }, () => random.normal()) },
    labels: Int32Array.from({ length: 8 }, (_, i) => i % 4),
  };
}

/** A small convolutional network of four classes; `middle` sits before its head. */
function exampleNetwork(middle: Operation): NetworkSpec {
  const operations: readonly Operation[] = [
    { type: "input" },
    convolution(4),
    normalization,
    { type: "relu" },
    convolution(6),
    normalization,
    { type: "relu" },
    middle,
    { type: "global-avg-pool" },
    { type: "linear", features: 4, bias: true },
  ];
  return {
    version: 1,
    input: [2, 6, 6],
    nodes: operations.map((operation, index) => ({ operation, inputs: index === 0 ? [] : [index - 1] })),
  };
}

function convolution(channels: number): Operation {
  return {
    type: "conv2d",
    channels,
    kernel: [3, 3],
    stride: [1, 1],
    padding: [1, 1],
    dilation: [1, 1],
    groups: 1,
    bias: false,
  };
}

const normalization: Operation = { type: "batch-norm", affine: true, epsilon: 1e-5, momentum: 0.1 };
const healthy: NetworkSpec = exampleNetwork({ type: "identity" });
const dead: NetworkSpec = exampleNetwork({ type: "zero" });
