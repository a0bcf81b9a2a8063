import assert from "node:assert/strict";

/** Equal up to `tolerance` of the largest expected value. */
export function close(
  actual: ArrayLike<number>,
  expected: ArrayLike<number>,
  tolerance: number,
  what: string,
): void {
  assert.equal(actual.length, expected.length, `${what}: length`);
  const scale = Array.from(expected).reduce((most, value) => Math.max(most, Math.abs(value)), 1e-6);
  for (let i = 0; i < expected.length; i++)
    assert.ok(
      Math.abs(actual[i]! - expected[i]!) <= tolerance * scale,
      `${what}, value ${i}: expected ${expected[i]}, got ${actual[i]}`,
    );
}
