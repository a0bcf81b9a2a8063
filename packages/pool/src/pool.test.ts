import { describe, expect, it } from "vitest";
import { dataset, onnxSource, perilousSource, space, tfjsSource, works } from "../test/parts.ts";
import { perils } from "../test/perilous.ts";
import { openRuntimePool } from "./pool.ts";

const spec = space.network([1, 2, 3, 0, 1, 2], dataset.task);

describe("a pool of runtimes", () => {
  it("says what the runtime says where it cannot be made", async () => {
    await expect(openRuntimePool({ ...tfjsSource, runtime: "tfsj" })).rejects.toMatchObject({
      code: "PLUGIN_UNKNOWN",
      message: "unknown runtime 'tfsj'; known: tfjs",
    });
    await expect(openRuntimePool({ ...tfjsSource, module: "file:///nowhere.js" })).rejects.toThrow(
      "nowhere.js",
    );
  });

  it("says what the worker's network says, with code and place", async () => {
    await using pool = await openRuntimePool(tfjsSource);
    await expect(pool.instantiate(spec, { seed: 1, parameters: [] })).rejects.toMatchObject({
      code: "NETWORK_INVALID",
    });
    expect(await works(pool)).toBe(true);
  });

  it("lends a worker to a network without a lease until that is disposed, with what was derived from it", async () => {
    await using pool = await openRuntimePool(tfjsSource, { workers: 1 });
    const network = await pool.instantiate(spec, { seed: 1 });
    const derived = await network.withParameters((values) => values.map(Math.abs));
    expect((await derived.read())[0]).toEqual((await network.read())[0]!.map(Math.abs));
    let served = false;
    const next = pool.lease().then((lease) => {
      served = true;
      return lease;
    });
    await network.dispose();
    await network.dispose();
    await derived.read();
    expect(served).toBe(false);
    await derived.dispose();
    await (await next).dispose();
    expect(await works(pool)).toBe(true);
  });

  it("sends no more than a view shows of a larger buffer", async () => {
    await using pool = await openRuntimePool(tfjsSource);
    await using network = await pool.instantiate(spec, { seed: 1 });
    const { inputs } = await dataset.examples("test");
    const size = 64 * 2;
    const part = { shape: [2, 1, 8, 8], data: inputs.data.subarray(size, 2 * size) };
    const copy = { shape: [2, 1, 8, 8], data: inputs.data.slice(size, 2 * size) };
    expect(await network.forward(part)).toEqual(await network.forward(copy));
    expect(inputs.data.length).toBeGreaterThan(2 * size);
  });

  it("ends what is under way when it is disposed, and serves no more", async () => {
    const pool = await openRuntimePool(perilousSource, { workers: 2 });
    const lease = await pool.lease();
    const network = await lease.instantiate(spec, { seed: 1 });
    const { inputs, labels } = await dataset.examples("test");
    const hanging = network.gradients({ inputs, labels: labels.with(0, perils.hang) }, "cross-entropy");
    const [hung] = await Promise.allSettled([hanging, pool.dispose()]);
    expect(hung).toMatchObject({ status: "rejected", reason: { code: "RUNTIME_LOST" } });
    expect(lease.ended.aborted).toBe(true);
    await network.dispose();
    await lease.dispose();
    await expect(pool.lease()).rejects.toMatchObject({ code: "USAGE" });
  });

  it("ends native code between two passes, and its worker serves on", async () => {
    await using pool = await openRuntimePool(onnxSource, { workers: 1 });
    const { inputs, labels } = await dataset.examples("train");
    for (const milliseconds of [1, 20, 60]) {
      const stop = new AbortController();
      const lease = await pool.lease(stop.signal);
      const network = await lease.instantiate(spec, { seed: 1 });
      const passes = async (): Promise<never> => {
        for (;;) await network.gradients({ inputs, labels }, "cross-entropy");
      };
      setTimeout(() => stop.abort(new Error("enough")), milliseconds);
      await expect(passes()).rejects.toThrow("enough");
      await lease.dispose();
    }
    expect(await works(pool)).toBe(true);
  });

  it("hands no aborted lease out, and lets a waiting one go", async () => {
    await using pool = await openRuntimePool(tfjsSource, { workers: 1 });
    await expect(pool.lease(AbortSignal.abort(new Error("late")))).rejects.toThrow("late");
    await using _ = await pool.lease();
    const controller = new AbortController();
    const waiting = pool.lease(controller.signal);
    controller.abort(new Error("no longer wanted"));
    await expect(waiting).rejects.toThrow("no longer wanted");
  });
});
