import { expect, it } from "vitest";
import { Memory } from "./memory.ts";

it("gives an array of the same type and length again, the last one first", () => {
  const memory = new Memory(1000);
  const [first, second] = [memory.take("float32", 10), memory.take("float32", 10)];
  memory.give(first);
  memory.give(second);
  expect(memory.take("int64", 10)).toBeInstanceOf(BigInt64Array);
  expect(memory.take("float32", 11)).toHaveLength(11);
  expect(memory.take("float32", 10)).toBe(second);
  expect(memory.take("float32", 10)).toBe(first);
});

it("keeps no more than its limit, and lets go first of what was not asked for longest", () => {
  const memory = new Memory(100);
  const [old, recent] = [memory.take("float32", 15), memory.take("float32", 16)];
  memory.give(old);
  memory.give(recent);
  expect(memory.take("float32", 16)).toBe(recent);
  expect(memory.take("float32", 15)).not.toBe(old);
});
