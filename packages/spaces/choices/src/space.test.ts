import { createRandom, type OptionsInput, orThrow, resolveOptions, type SearchSpace } from "@proxybo/core";
import { testSpace } from "@proxybo/core/testing";
import * as fc from "fast-check";
import { isLeft } from "fp-ts/lib/Either.js";
import { describe, expect, it } from "vitest";
import plugin, { type Architecture, choices, type ChoicesOptions } from "./index.ts";

type Decisions = NonNullable<OptionsInput<ChoicesOptions>["decisions"]>;

const layers: Decisions = {
  depth: { type: "integer", min: 1, max: 3 },
  width1: { type: "ordinal", values: [16, 32, 64] },
  width2: { type: "ordinal", values: [16, 32, 64], when: { depth: { min: 2 } } },
  width3: { type: "ordinal", values: [16, 32, 64], when: { depth: 3 } },
  norm: { type: "categorical", values: ["none", "batch norm"] },
  momentum: { type: "integer", min: 1, max: 40, when: { norm: { not: "none" } } },
  bias: { type: "categorical", values: [true, false], when: [{ depth: [1, 2] }, { norm: "none" }] },
};
const space = choices({ decisions: layers });

describe("the conformance suite of spaces", () => {
  const malformed = ["depth=4", "depth=1 width1=16 norm=none bias=yes", "[1]", "depth=1 depth=1"];
  for (const { name, run } of testSpace(space, { task: false, malformed, symmetric: false }))
    it(name, () => run());

  const few = choices({
    decisions: { ...layers, momentum: { type: "integer", min: 1, max: 12, when: { norm: { not: "none" } } } },
  });
  for (const { name, run } of testSpace(few, { task: false }))
    it(`${name}, where an edit opens 16 ways at most`, () => run());

  const wide = choices({
    decisions: Object.fromEntries([
      ["rich", { type: "categorical", values: [true, false] } as const],
      ...Array.from({ length: 60 }, (_, i) => [
        `choice${i}`,
        { type: "ordinal", values: [1, 2, 3, 4], when: { rich: true } } as const,
      ]),
    ]),
  });
  for (const { name, run } of testSpace(wide, { task: false, symmetric: false, samples: 10 }))
    it(`${name}, in a space of 4⁶⁰ and 1`, () => run());
});

/** All assignments of all decisions, then what applies by the conditions read in plain TypeScript. */
function bruteForce(): Set<string> {
  const texts = new Set<string>();
  for (const depth of [1, 2, 3])
    for (const width1 of [16, 32, 64])
      for (const width2 of [16, 32, 64])
        for (const width3 of [16, 32, 64])
          for (const norm of ["none", "batch norm"])
            for (let momentum = 1; momentum <= 40; momentum++)
              for (const bias of [true, false])
                texts.add(
                  [
                    `depth=${depth} width1=${width1}`,
                    ...(depth >= 2 ? [`width2=${width2}`] : []),
                    ...(depth === 3 ? [`width3=${width3}`] : []),
                    norm === "none" ? "norm=none" : 'norm="batch norm"',
                    ...(norm === "none" ? [] : [`momentum=${momentum}`]),
                    ...(depth < 3 || norm === "none" ? [`bias=${bias}`] : []),
                  ].join(" "),
                );
  return texts;
}

describe("choices", () => {
  it("holds exactly what its conditions allow", () => {
    const expected = bruteForce();
    const listed = [...space.enumerate!()].map((each) => space.format(each));
    expect(new Set(listed)).toEqual(expected);
    expect(space.size).toBe(expected.size);
  });

  it("samples uniformly over architectures, not over decisions: chi-square below the 0.999 quantile", () => {
    const counts = new Map<string, number>();
    const random = createRandom(3);
    const draws = 50 * space.size;
    for (let i = 0; i < draws; i++) {
      const text = space.format(space.sample(random));
      counts.set(text, (counts.get(text) ?? 0) + 1);
    }
    let chi2 = (space.size - counts.size) * 50;
    for (const count of counts.values()) chi2 += (count - 50) ** 2 / 50;
    expect(space.size).toBe(2118);
    expect(chi2).toBeLessThan(2323.79); // scipy.stats.chi2.ppf(0.999, 2117)
  });

  it("has one key for values that differ in decisions that do not apply", () => {
    const one = { depth: 1, width1: 16, norm: "none", bias: true };
    expect(space.key({ ...one, width2: 64, width3: 16, momentum: 3 })).toBe(space.key(one));
    expect(space.key({ ...one, depth: 2, width2: 64 })).not.toBe(space.key({ ...one, depth: 2, width2: 32 }));
  });

  it("reads JSON as it reads text, and leaves out what does not apply", () => {
    const text = 'depth=1 width1=16 norm="batch norm" momentum=7 bias=false';
    const json = { bias: false, depth: 1, width1: 16, width3: 64, norm: "batch norm", momentum: 7 };
    const read = orThrow(space.parse(JSON.stringify(json)));
    expect(read).toEqual(orThrow(space.parse(text)));
    expect(space.format(read)).toBe(text);
    expect(JSON.stringify(read)).toBe(
      '{"depth":1,"width1":16,"norm":"batch norm","momentum":7,"bias":false}',
    );
  });

  it.each([
    ["depth=1 width1=17", `decision 'width1': expected one of 16, 32, 64, got "17"`],
    ["depth=1", "decision 'width1' is missing: expected one of 16, 32, 64"],
    ["depth=1 widht1=16", "there is no decision 'widht1'"],
    ["depth=1 width1=16 norm=none bias", `character 28: expected name=value, got "bias"`],
    ['{"depth": "1"}', `decision 'depth': expected one of 1, 2, 3, got "1"`],
    ["{depth: 1}", "expected a JSON object: "],
  ])("refuses %s and says why", (text, message) => {
    const result = space.parse(text);
    expect(isLeft(result) && result.left.message).toContain(message);
  });

  it("edits one decision: ordered ones by a step, categorical ones to any value; what then applies in every way", () => {
    const from = orThrow(space.parse("depth=2 width1=16 width2=32 norm=none bias=true"));
    expect(
      space
        .neighbours(from)
        .map((each) => space.format(each))
        .filter((text) => !text.includes("batch")),
    ).toEqual([
      "depth=1 width1=16 norm=none bias=true",
      "depth=3 width1=16 width2=32 width3=16 norm=none bias=true",
      "depth=3 width1=16 width2=32 width3=32 norm=none bias=true",
      "depth=3 width1=16 width2=32 width3=64 norm=none bias=true",
      "depth=2 width1=32 width2=32 norm=none bias=true",
      "depth=2 width1=16 width2=16 norm=none bias=true",
      "depth=2 width1=16 width2=64 norm=none bias=true",
      "depth=2 width1=16 width2=32 norm=none bias=false",
    ]);
  });

  it("encodes every decision as a level, ordered ones also by their position, and what does not apply apart", () => {
    expect(
      space.features.map((each) => [each.name, each.kind === "categorical" ? each.levels : each.kind]),
    ).toEqual([
      ["depth", 3],
      ["depth (position)", "continuous"],
      ["width1", 3],
      ["width1 (position)", "continuous"],
      ["width2", 4],
      ["width2 (position)", "continuous"],
      ["width3", 4],
      ["width3 (position)", "continuous"],
      ["norm", 2],
      ["momentum", 17],
      ["momentum (position)", "continuous"],
      ["bias", 3],
    ]);
    const row = new Float64Array(space.features.length);
    space.encodeInto({ depth: 3, width1: 64, width2: 16, width3: 32, norm: "batch norm", momentum: 40 }, row);
    expect([...row]).toEqual([2, 1, 2, 1, 0, 0, 1, 0.5, 1, 15, 1, 2]);
    space.encodeInto({ depth: 1, width1: 32, norm: "none", bias: false }, row);
    expect([...row]).toEqual([0, 0, 1, 0.5, 3, 0.5, 3, 0.5, 0, 16, 0.5, 1]);
  });

  it("keeps its promises for any decisions", () => {
    const value = fc.oneof(fc.integer({ min: -5, max: 5 }), fc.boolean(), fc.string({ maxLength: 4 }));
    const values = fc.uniqueArray(value, { minLength: 1, maxLength: 4 });
    const anyDecisions = fc
      .array(
        fc.record({ ordered: fc.boolean(), values, parent: fc.nat(), pick: fc.nat(), free: fc.boolean() }),
        {
          minLength: 1,
          maxLength: 5,
        },
      )
      .map((drawn): Decisions =>
        Object.fromEntries(
          drawn.map(({ ordered, values: own, parent, pick, free }, i) => {
            const other = drawn[parent % Math.max(1, i)]!.values;
            const when = { [`d${parent % Math.max(1, i)}`]: other[pick % other.length]! };
            const type = ordered ? "ordinal" : "categorical";
            return [`d${i}`, { type, values: own, ...(i > 0 && !free && { when }) } as const];
          }),
        ),
      );
    fc.assert(
      fc.property(anyDecisions, fc.nat(), (decisions, seed) => {
        const any = choices({ decisions });
        const all = [...any.enumerate!()].map((each) => any.format(each));
        expect(new Set(all).size).toBe(any.size);
        const drawn = any.sample(createRandom(seed));
        expect(all).toContain(any.format(drawn));
        expect(orThrow(any.parse(any.format(drawn)))).toEqual(drawn);
        expect(orThrow(any.parse(JSON.stringify(drawn)))).toEqual(drawn);
        for (const neighbour of any.neighbours(drawn)) expect(all).toContain(any.format(neighbour));
      }),
      { numRuns: 200 },
    );
  });
});

describe("the options", () => {
  const { options } = plugin.spaces.choices;
  const refusal = async (given: unknown): Promise<string> => {
    const registered = {
      kind: "spaces" as const,
      name: "choices",
      entry: plugin.spaces.choices,
      origin: { package: plugin.name, version: plugin.version, found: "listed" },
    };
    const result = await resolveOptions(registered, given);
    return isLeft(result) ? `${result.left.message} → ${result.left.hint}` : "accepted";
  };
  const depth = { type: "integer", min: 1, max: 3 };

  it("are plain data", async () => {
    expect(await refusal({ decisions: JSON.parse(JSON.stringify(layers)) as unknown })).toBe("accepted");
    expect((await options["~standard"].validate({ decisions: layers })).issues).toBeUndefined();
  });

  it.each([
    [{}, "field 'decisions'"],
    [{ decisions: {} }, "expected at least one decision"],
    [{ decisions: { depth: { type: "integer", min: 1 } } }, "field 'decisions.depth.max'"],
    [{ decisions: { depth: { ...depth, max: 0 } } }, "decision 'depth': expected max ≥ min, got 1 … 0"],
    [{ decisions: { depth: { type: "integer", min: 1, max: 9, stp: 2 } } }, "did you mean 'step'?"],
    [{ decisions: { depth: { type: "intger", min: 1, max: 9 } } }, "field 'decisions.depth.type'"],
    [
      { decisions: { act: { type: "categorical", values: ["a", "a"] } } },
      `decision 'act': the value "a" comes twice`,
    ],
    [{ decisions: { "a b": { type: "categorical", values: [1] } } }, "decision 'a b': expected a name"],
    [
      { decisions: { depth, w: { type: "ordinal", values: [1, 2], when: { deph: 1 } } } },
      "decision 'w': when deph: expected a decision that is made earlier; did you mean 'depth'?",
    ],
    [
      { decisions: { w: { type: "ordinal", values: [1, 2], when: { depth: 1 } }, depth } },
      "decision 'w': when depth: expected a decision that is made earlier; earlier ones: none",
    ],
    [
      { decisions: { depth, w: { type: "ordinal", values: [1, 2], when: { depth: [3, 4] } } } },
      "decision 'w': when depth: 4 is none of its values (1, 2, 3)",
    ],
    [
      { decisions: { depth, w: { type: "ordinal", values: [1, 2], when: { depth: { min: 4 } } } } },
      "decision 'w': when depth: none of its values (1, 2, 3) meets it",
    ],
    [{ decisions: { depth }, network: "mlp" }, "expected a function"],
  ])("%j is refused with the decision that is wrong", async (given, said) => {
    expect(await refusal(given)).toContain(said);
  });

  it("conditions that entangle everything are refused before they fill the memory", () => {
    const entangled = Object.fromEntries([
      ...Array.from({ length: 24 }, (_, i) => [`a${i}`, { type: "ordinal", values: [0, 1] } as const]),
      ...Array.from({ length: 24 }, (_, i) => [
        `b${i}`,
        { type: "ordinal", values: [0, 1], when: { [`a${i}`]: 1 } } as const,
      ]),
    ]);
    expect(() => choices({ decisions: entangled })).toThrow("the conditions leave more than 200,000 states");
  });
});

it("a network function makes networks", () => {
  const mlp: SearchSpace<Architecture> = choices({
    decisions: { width: { type: "ordinal", values: [4, 8] } },
    network: ({ width }, { input }) => ({
      version: 1,
      input,
      nodes: [
        { operation: { type: "input" }, inputs: [] },
        { operation: { type: "global-avg-pool" }, inputs: [0] },
        { operation: { type: "linear", features: Number(width), bias: true }, inputs: [1] },
        { operation: { type: "linear", features: 10, bias: true }, inputs: [2] },
      ],
    }),
  });
  return Promise.all(testSpace(mlp).map(({ run }) => run()));
});
