import { countParameters, createRandom, type Task } from "@proxybo/core";
import { testSpace } from "@proxybo/core/testing";
import { describe, expect, it } from "vitest";
import { decisions, templateNameSpace } from "./index.ts";

const space = templateNameSpace();
const task: Task = { kind: "classification", input: [3, 32, 32], classes: 10 };

describe("the contract of a space", () => {
  for (const { name, run } of testSpace(space, { task })) it(name, () => run());
});

describe("template-name", () => {
  it("holds every combination of the decisions", () => {
    expect(space.size).toBe(decisions.reduce<number>((product, { values }) => product * values.length, 1));
  });

  it("gives every architecture one neighbour for each other value of a decision", () => {
    const architecture = space.sample(createRandom(1));
    expect(space.neighbours(architecture)).toHaveLength(
      decisions.reduce<number>((sum, { values }) => sum + values.length - 1, 0),
    );
  });

  it("builds networks with parameters to train", () => {
    for (const seed of [1, 2, 3])
      expect(countParameters(space.network(space.sample(createRandom(seed)), task))).toBeGreaterThan(0);
  });
});
