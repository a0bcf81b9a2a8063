import assert from "node:assert/strict";
import { isLeft } from "fp-ts/lib/Either.js";
import type { Task } from "../contracts/network.ts";
import { hasGraphs, type SearchSpace } from "../contracts/space.ts";
import { costOf, type NetworkCost } from "../network/cost.ts";
import { inferShapes } from "../network/shapes.ts";
import { createRandom } from "../random/random.ts";
import type { ConformanceCase } from "./conformance.ts";

export interface SpaceSuiteOptions {
  /**
   * A task that the space builds networks for. Default: 10 classes of images [3, 32, 32]. `false` where only the user's
   * own training code knows the networks: `network` must then say so with `USAGE`.
   */
  readonly task?: Task | false;
  /** Texts that must not be read, besides those that the suite makes up. */
  readonly malformed?: readonly string[];
  /** Whether b is a neighbour of a exactly if a is one of b. Default true; false where edits have no inverse. */
  readonly symmetric?: boolean;
  /** How many architectures each behaviour is tried on. Default 50. */
  readonly samples?: number;
  /** Up to how many architectures a space is listed, and sampled until all came. Default 20,000. */
  readonly exhaustive?: number;
}

/**
 * What every search space must hold to: the promises of `SearchSpace`, on random architectures.
 *
 * @example
 * for (const { name, run } of testSpace(nb201({ cells: 1 }))) test(name, run);
 */
export function testSpace<A>(
  space: SearchSpace<A>,
  options: SpaceSuiteOptions = {},
): readonly ConformanceCase[] {
  const { task = imageTask, malformed = [], symmetric = true, samples = 50, exhaustive = 20_000 } = options;
  const drawn = (): readonly A[] =>
    Array.from({ length: samples }, (_, i) => space.sample(createRandom(1, "conformance", i)));
  const each = (check: (architecture: A, text: string) => void): void =>
    drawn().forEach((architecture) => check(architecture, space.format(architecture)));
  const test = (name: string, run: () => void): ConformanceCase => ({ name, run: async () => run() });

  return [
    test("names itself and knows its size", () => {
      assert.match(space.name, /\S/, "expected a name");
      const counted = Number.isInteger(space.size) && space.size > 0;
      assert.ok(counted || space.size === Infinity, `expected a size of 1 … Infinity, got ${space.size}`);
    }),
    test("samples the same architectures from the same stream, others from others", () => {
      assert.deepEqual(drawn(), drawn(), "the same stream gave different architectures");
      const different = new Set(drawn().map((architecture) => space.format(architecture)));
      assert.ok(space.size === 1 || different.size > 1, `${samples} streams gave one architecture`);
    }),
    test("reads back what it formats", () =>
      each((architecture, text) => {
        assert.deepEqual(readBack(space, text), architecture, `parse(format(a)) of '${text}'`);
      })),
    test("refuses malformed text with ARCHITECTURE_MALFORMED, and never throws", () => {
      for (const text of [...neverAnArchitecture, ...malformed]) {
        const result = parseCalmly(space, text);
        assert.ok(isLeft(result), `expected a refusal of '${text}'`);
        assertMalformed(result.left, text);
      }
      each((_, text) => {
        for (const damaged of damagedForms(text)) {
          const result = parseCalmly(space, damaged);
          if (isLeft(result)) assertMalformed(result.left, damaged);
          else readBack(space, space.format(result.right));
        }
      });
    }),
    test("gives an architecture one key, whoever holds it", () =>
      each((architecture, text) => {
        const key = space.key(architecture);
        assert.equal(typeof key, "string", `key of '${text}'`);
        assert.notEqual(key, "", `key of '${text}'`);
        assert.equal(space.key(architecture), key, `key of '${text}' changed from call to call`);
        assert.equal(space.key(readBack(space, text)), key, `key of '${text}' read back`);
      })),
    ...(task === false
      ? []
      : [
          test("gives one key only to architectures whose networks cost the same", () => {
            const known = new Map<string, { readonly text: string; readonly cost: NetworkCost }>();
            const compare = (architecture: A): void => {
              const [key, text] = [space.key(architecture), space.format(architecture)];
              const cost = costOf(space.network(architecture, task));
              const first = known.get(key) ?? { text, cost };
              known.set(key, first);
              assert.deepEqual(cost, first.cost, `'${text}' and '${first.text}' have one key`);
            };
            for (const architecture of drawn()) compare(architecture);
            // Neighbours are likelier to share a key than what is drawn from a large space.
            for (const architecture of drawn().slice(0, 3)) space.neighbours(architecture).forEach(compare);
          }),
        ]),
    test("has valid neighbours, each once, without the architecture itself", () =>
      each((architecture, text) => {
        const texts = space.neighbours(architecture).map((neighbour) => {
          const form = space.format(neighbour);
          assert.deepEqual(readBack(space, form), neighbour, `neighbour '${form}' of '${text}'`);
          return form;
        });
        assert.ok(space.size === 1 || texts.length > 0, `'${text}' has no neighbours`);
        assert.equal(new Set(texts).size, texts.length, `a neighbour of '${text}' comes twice`);
        assert.ok(!texts.includes(text), `'${text}' is its own neighbour`);
      })),
    ...(symmetric
      ? [
          test("has symmetric neighbours", () =>
            each((architecture, text) => {
              for (const neighbour of space.neighbours(architecture)) {
                const back = space.neighbours(neighbour).some((other) => space.format(other) === text);
                assert.ok(back, `'${space.format(neighbour)}' is a neighbour of '${text}', but not back`);
              }
            })),
        ]
      : []),
    test("encodes as finite numbers in the declared levels, all columns and no other", () => {
      const width = space.features.length;
      assert.ok(width > 0, "expected features");
      const names = space.features.map(({ name }) => name);
      assert.equal(new Set(names).size, width, `expected different names of features: ${names.join(", ")}`);
      each((architecture, text) => {
        const row = new Float64Array(width + 2).fill(NaN);
        space.encodeInto(architecture, row);
        space.features.forEach((feature, i) => {
          const value = row[i]!;
          const fits =
            feature.kind !== "categorical"
              ? Number.isFinite(value)
              : Number.isInteger(value) && value >= 0 && value < feature.levels;
          assert.ok(fits, `feature '${feature.name}' (${feature.kind}) of '${text}' is ${value}`);
        });
        assert.ok(
          row.subarray(width).every(Number.isNaN),
          `encodeInto of '${text}' wrote more than ${width}`,
        );
        const again = new Float64Array(width);
        space.encodeInto(architecture, again);
        assert.deepEqual(again, row.slice(0, width), `encodeInto of '${text}' changed from call to call`);
      });
    }),
    ...(hasGraphs(space)
      ? [
          test("gives acyclic graphs with a label on every node", () =>
            each((architecture, text) => {
              const { labels, edges } = space.graph(architecture);
              assert.ok(labels.length >= 2, `graph of '${text}': expected an input and an output`);
              for (const label of labels)
                assert.ok(
                  typeof label === "string" && label !== "",
                  `graph of '${text}': a node has no label`,
                );
              for (const [from, to] of edges) {
                const inRange =
                  Number.isInteger(from) && Number.isInteger(to) && from >= 0 && to < labels.length;
                assert.ok(
                  inRange && from < to,
                  `graph of '${text}': edge ${from} → ${to} of ${labels.length} nodes`,
                );
              }
              const unique = new Set(edges.map(([from, to]) => `${from} ${to}`));
              assert.equal(unique.size, edges.length, `graph of '${text}': an edge comes twice`);
              assert.deepEqual(space.graph(architecture), { labels, edges }, `graph of '${text}' changed`);
            })),
        ]
      : []),
    task === false
      ? test("says with USAGE that it knows no networks", () =>
          each((architecture, text) => {
            const build = () => space.network(architecture, imageTask);
            assert.throws(build, { code: "USAGE" }, `network of '${text}'`);
          }))
      : test("builds valid, serialisable networks for the task, the same for the same architecture", () =>
          each((architecture, text) => {
            const spec = space.network(architecture, task);
            assert.deepEqual([...spec.input], [...task.input], `network of '${text}': input`);
            const output = inferShapes(spec).at(-1)!;
            const expected =
              task.kind === "classification"
                ? [task.classes]
                : [task.symbols + 1, output.at(1) ?? "positions"];
            assert.deepEqual([...output], expected, `network of '${text}': output`);
            assert.deepEqual(
              JSON.parse(JSON.stringify(spec)),
              spec,
              `network of '${text}' is not plain data`,
            );
            const again = space.network(readBack(space, text), task);
            assert.deepEqual(again, spec, `network of '${text}' read back`);
          })),
    test("leaves architectures as they are", () =>
      each((architecture, text) => {
        const before = structuredClone(architecture);
        space.neighbours(architecture);
        space.key(architecture);
        space.encodeInto(architecture, new Float64Array(space.features.length));
        space.graph?.(architecture);
        if (task !== false) space.network(architecture, task);
        assert.deepEqual(architecture, before, `'${text}' was changed`);
      })),
    ...(space.enumerate === undefined
      ? []
      : [
          test("enumerates every architecture once, in a fixed order", () => {
            const texts = listed(space, exhaustive);
            assert.equal(new Set(texts).size, texts.length, "an architecture comes twice");
            if (space.size <= exhaustive)
              assert.equal(texts.length, space.size, "enumerated architectures, and size");
            else assert.equal(texts.length, exhaustive, "enumerated architectures, up to the limit");
            assert.deepEqual(listed(space, exhaustive), texts, "the order changed from call to call");
            for (const text of texts.slice(0, samples)) readBack(space, text);
          }),
        ]),
    ...(space.enumerate === undefined || space.size > exhaustive
      ? []
      : [
          test("samples exactly what it enumerates", () => {
            const missing = new Set(listed(space, exhaustive));
            const known = new Set(missing);
            const random = createRandom(2, "conformance");
            // Uniform draws find all after about size · ln(size); a space that favours some gets more.
            const draws = space.size * (4 * Math.log(space.size) + 40);
            for (let i = 0; i < draws && missing.size > 0; i++) {
              const text = space.format(space.sample(random));
              assert.ok(known.has(text), `sampled '${text}' is not enumerated`);
              missing.delete(text);
            }
            const [first] = missing;
            assert.equal(missing.size, 0, `never sampled: ${missing.size} architectures, such as '${first}'`);
          }),
        ]),
  ];
}

const imageTask: Task = { kind: "classification", input: [3, 32, 32], classes: 10 };

const neverAnArchitecture = ["", " ", "\u0000", "no such architecture ☃", "{}", "|".repeat(1000)];

/** Texts that are probably not of an architecture: cut off, doubled, a character replaced. */
function damagedForms(text: string): readonly string[] {
  const middle = Math.floor(text.length / 2);
  return [
    text.slice(1),
    text.slice(0, -1),
    text.slice(0, middle),
    text + text,
    `${text.slice(0, middle)}☃${text.slice(middle + 1)}`,
  ];
}

function parseCalmly<A>(space: SearchSpace<A>, text: string): ReturnType<SearchSpace<A>["parse"]> {
  try {
    return space.parse(text);
  } catch (cause) {
    return assert.fail(`parse('${text}') threw ${String(cause)}; expected a Left`);
  }
}

function readBack<A>(space: SearchSpace<A>, text: string): A {
  const result = parseCalmly(space, text);
  if (isLeft(result)) assert.fail(`parse('${text}') refused: ${result.left.message}`);
  return result.right;
}

function assertMalformed(error: { readonly code: string; readonly message: string }, text: string): void {
  assert.equal(error.code, "ARCHITECTURE_MALFORMED", `code of the refusal of '${text}'`);
  assert.match(error.message, /\S/, `expected a message in the refusal of '${text}'`);
}

/** The texts of the first architectures that a space enumerates, `limit` at most, and one more to show an excess. */
function listed<A>(space: SearchSpace<A>, limit: number): readonly string[] {
  const texts: string[] = [];
  const most = space.size <= limit ? space.size + 1 : limit;
  for (const architecture of space.enumerate!()) {
    texts.push(space.format(architecture));
    if (texts.length >= most) break;
  }
  return texts;
}
