import { type NetworkRuntime, type NetworkSpec, scoreNetwork } from "@proxybo/core";
import { testProxy } from "@proxybo/core/testing";
import plugin from "@proxybo/runtime-tfjs";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { classScores } from "./class-scores.ts";
import { epeNas } from "./index.ts";

let runtime: NetworkRuntime;
beforeAll(async () => {
  runtime = await plugin.runtimes.tfjs.create({ backend: "wasm" });
});
afterAll(() => runtime.dispose());

describe("the contract of a proxy", () => {
  for (const conformance of testProxy(
    () => epeNas,
    () => runtime,
  ))
    it(`holds: ${conformance.name}`, () => expect(conformance.run()).resolves.toBeUndefined());
});

describe("classScores", () => {
  // numpy: for each class corrcoef of its rows, sum of log(abs + 1e-5).
  const rows = Float32Array.of(1, 2, 4, 8, 3, 1, -2, 0, 0.5, 0.25, 9, 1, 2, 2, 1, 5, 0, 1, 0, 3);

  it("is Σ |Σ log(|c| + k)| over classes: numpy's values", () => {
    const own = (c: number) => Math.log(Math.abs(c) + 1e-5);
    // Rows 0, 1, 2 are of class 3: corrcoef as in the test of `correlation`; rows 3 and 4 are alone in theirs.
    const class3 =
      2 * (own(-0.5431236301174653) + own(0.1196087062401451) + own(-0.8205874612633068)) + 3 * own(1);
    const expected = Math.abs(class3) + 2 * Math.abs(own(1));
    expect(classScores(rows, Int32Array.of(3, 3, 3, 0, 1), 10)).toBeCloseTo(expected, 10);
  });

  it("compares classes where there are more than 100", () => {
    const own = (c: number) => Math.log(Math.abs(c) + 1e-5);
    // Rows 0 and 1 are of one class; rows 2, 3 of another; row 4 is alone and left out.
    // numpy.corrcoef([[0.5, 0.25, 9, 1], [2, 2, 1, 5]])[0, 1] = -0.5187649041435033
    const one = (2 * own(-0.5431236301174653) + 2 * own(1)) / 2;
    const other = (2 * own(-0.5187649041435033) + 2 * own(1)) / 2;
    // |one − other| counts in both orders, and is divided by the two classes.
    expect(classScores(rows, Int32Array.of(7, 7, 120, 120, 1), 121)).toBeCloseTo(Math.abs(one - other), 10);
  });

  it("has none where a row is constant", () => {
    expect(classScores(Float32Array.of(1, 2, 3, 3), Int32Array.of(0, 1), 2)).toBeNaN();
  });
});

describe("epeNas", () => {
  it("is NaN, a recorded failure, where the output does not depend on the input", async () => {
    const spec: NetworkSpec = {
      version: 1,
      input: [4],
      nodes: [
        { operation: { type: "input" }, inputs: [] },
        { operation: { type: "zero" }, inputs: [0] },
        { operation: { type: "linear", features: 3, bias: true }, inputs: [1] },
      ],
    };
    const batch = {
      inputs: { shape: [2, 4], data: new Float32Array(8).fill(1) },
      labels: Int32Array.of(0, 1),
    };
    const { epe_nas: score } = await scoreNetwork(spec, { proxies: [epeNas], runtime, batch, seed: 1 });
    expect(score).toMatchObject({ raw: NaN, failure: "expected a finite score, got NaN" });
  });
});
