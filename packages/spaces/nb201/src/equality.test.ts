import { createRandom } from "@proxybo/core";
import { describe, expect, it } from "vitest";
import { tableColumns } from "./fixtures/table.ts";
import { type Architecture, canonicalCell, nb201, operations } from "./index.ts";
import { liveString, networkKey, paperExpression } from "./equality.ts";
import { edges } from "./operations.ts";

const space = nb201();
const all = [...space.enumerate()];
const texts = all.map((architecture) => space.format(architecture));
const classesOf = (key: (architecture: Architecture) => unknown) => new Set(all.map(key)).size;

/**
 * A cell as a function of a number: edge e applies an operation of its type with the weight `weights[e]`. Operations
 * are nonlinear, differ by type, and keep 0. Knows nothing of contraction, liveness or order.
 */
function evaluate(architecture: Architecture, weights: readonly number[], input: number): number {
  const nodes = [input, 0, 0, 0];
  edges.forEach(([from, to], edge) => {
    const x = nodes[from]!;
    const weight = weights[edge]!;
    const value = {
      none: 0,
      skip_connect: x,
      nor_conv_1x1: Math.sin(weight * x + 0.3 * x * x),
      nor_conv_3x3: Math.tanh(weight * x - 0.7 * x * x) * 1.7,
      avg_pool_3x3: x / (1 + weight * Math.abs(x)) + 0.1 * weight * x * x,
    }[operations[architecture[edge]!]];
    nodes[to]! += value;
  });
  return nodes[3]!;
}

/** Numbers closer than rounding: indices of architectures, grouped. Expects groups to lie far apart. */
function groupsOf(values: readonly number[]): readonly (readonly number[])[] {
  const order = values.map((_, i) => i).toSorted((a, b) => values[a]! - values[b]!);
  const groups: number[][] = [];
  order.forEach((i, rank) => {
    const gap = rank === 0 ? Infinity : values[i]! - values[order[rank - 1]!]!;
    if (gap < 1e-12) groups.at(-1)!.push(i);
    else groups.push([i]);
  });
  return groups;
}

/** How many pairs (group, key) there are: as many as groups if keys are equal within groups. */
function pairs(groups: readonly (readonly number[])[], key: (architecture: Architecture) => string): number {
  return groups.reduce((sum, group) => sum + new Set(group.map((i) => key(all[i]!))).size, 0);
}

describe("the key", () => {
  it.each([
    [undefined, 5425],
    ["network", 5425],
    ["paper", 6466],
    ["dead-operations", 9445],
    ["none", 15_625],
  ] as const)("under equality %s has %i classes", (equality, classes) => {
    const keyed = nb201(equality && { equality });
    expect(classesOf((architecture) => keyed.key(architecture))).toBe(classes);
  });
});

describe("paper", () => {
  it("has the 6,466 classes of the NAS-Bench-201 paper", () => {
    expect(classesOf(paperExpression)).toBe(6466);
  });

  it("equal keys: the same function where operations of one type are one function", () => {
    const { uniform } = streamOf("types");
    const [pool, conv1, conv3] = [0.5 + uniform(), 0.5 + uniform(), 0.5 + uniform()];
    const weights = (architecture: Architecture) =>
      architecture.map((code) => [0, 0, conv1, conv3, pool][code]!);
    const groups = groupsOf(
      all.map((a) => evaluate(a, weights(a), 0.8) + 3 * evaluate(a, weights(a), -0.45)),
    );
    // Every class of the paper lies in one such function; 4,930 functions are spread over 6,466 classes.
    expect(groups).toHaveLength(4930);
    expect(pairs(groups, paperExpression)).toBe(6466);
  });

  it("looks the same where one convolution is added twice and where two are added", () => {
    const shared: Architecture = [3, 0, 1, 0, 1, 1];
    const separate: Architecture = [3, 3, 0, 0, 1, 1];
    expect(paperExpression(shared)).toBe("#+#+(0)@nor_conv_3x3+(0)@nor_conv_3x3");
    expect(paperExpression(separate)).toBe(paperExpression(shared));
    expect(networkKey(shared)).toBe("b0 > 11");
    expect(networkKey(separate)).toBe("b0 b0 > 12");
    const mixed = (measure: (architecture: Architecture) => unknown): number => {
      const members = Map.groupBy(all, paperExpression);
      return [...members.values()].filter((group) => new Set(group.map(measure)).size > 1).length;
    };
    const convolutions = (architecture: Architecture) =>
      canonicalCell(architecture).operations.filter(({ code }) => code === 2 || code === 3).length;
    expect(mixed(convolutions)).toBe(430);
    expect(mixed(networkKey)).toBe(644);
  });
});

describe("network", () => {
  it("has 5,425 classes: equal keys exactly where the live operations are wired alike, weights and all", () => {
    expect(classesOf(networkKey)).toBe(5425);
    // A number that is the same for a network whatever its edges are called: the mean over all ways to hand out
    // weights among the live operations of one type. An operation is live if its weight makes a difference.
    const { uniform } = streamOf("weights");
    const stock = operations.map(() => edges.map(() => 0.4 + 1.2 * uniform()));
    const fingerprints = all.map((architecture) => {
      const probe = edges.map(() => 0.4 + 1.2 * uniform());
      const output = (weights: readonly number[]) =>
        evaluate(architecture, weights, 0.8) + 3 * evaluate(architecture, weights, -0.45);
      const live = edges.flatMap((_, edge) =>
        output(probe) === output(probe.with(edge, probe[edge]! + 0.5)) ? [] : [edge],
      );
      let sum = 0;
      let ways = 0;
      for (const order of permutations(live, (a, b) => architecture[a] === architecture[b])) {
        const weights = [...probe];
        const used = operations.map(() => 0);
        live.forEach((edge, i) => {
          const code = architecture[edge]!;
          weights[order[i]!] = stock[code]![used[code]!++]!;
        });
        sum += Math.cos(output(weights)) + output(weights);
        ways++;
      }
      return sum / ways;
    });
    const groups = groupsOf(fingerprints);
    expect(groups).toHaveLength(5425);
    expect(pairs(groups, networkKey)).toBe(5425);
  });

  it("is the default: equal keys exactly where network() gives equal specs", () => {
    const small = nb201({ channels: 2, cells: 1, stages: 1 });
    const task = { kind: "classification", input: [1, 2, 2], classes: 2 } as const;
    const specs = all.map((architecture) => JSON.stringify(small.network(architecture, task)));
    expect(new Set(specs).size).toBe(5425);
    expect(new Set(all.map((architecture, i) => small.key(architecture) + specs[i])).size).toBe(5425);
  });

  it("is the same however the nodes and edges of a cell are numbered", () => {
    // Two convolutions of one input, the second read by the third, and the same with the inner nodes exchanged.
    expect(networkKey([2, 3, 0, 0, 1, 4])).toBe(networkKey([3, 2, 0, 0, 4, 1]));
    expect(networkKey([2, 3, 0, 0, 4, 1])).not.toBe(networkKey([2, 3, 0, 0, 1, 4]));
    // A skip edge in front of an operation, and behind it.
    expect(networkKey([1, 0, 3, 0, 0, 1])).toBe("b0 > 1");
    expect(networkKey([3, 0, 1, 0, 0, 1])).toBe("b0 > 1");
    expect(networkKey([1, 1, 1, 1, 1, 1])).toBe("> 0000");
  });
});

describe("dead-operations", () => {
  it("has 9,445 classes, none of which is split by `network`", () => {
    expect(classesOf(liveString)).toBe(9445);
    expect(classesOf((architecture) => `${liveString(architecture)} ${networkKey(architecture)}`)).toBe(9445);
  });

  it("has the classes of the table's canonical_index, one by one", ({ skip }) => {
    const [arch, canonical] = tableColumns("nb201-cifar10.csv.gz", ["arch", "canonical_index"], skip);
    expect(new Set(arch)).toEqual(new Set(texts));
    const keyOf = new Map(texts.map((text, i) => [text, liveString(all[i]!)]));
    arch.forEach((text, row) => {
      expect(keyOf.get(text)).toBe(arch[Number(canonical[row])]);
    });
  });
});

function streamOf(label: string) {
  const random = createRandom(1, label);
  return { uniform: (): number => random.uniform() };
}

/** All orders of `items` that put at each place an item like the one that was there. */
function* permutations<T>(
  items: readonly T[],
  alike: (a: T, b: T) => boolean,
  chosen: readonly T[] = [],
): Iterable<readonly T[]> {
  if (chosen.length === items.length) yield chosen;
  else
    for (const item of items)
      if (!chosen.includes(item) && alike(item, items[chosen.length]!))
        yield* permutations(items, alike, [...chosen, item]);
}
