import assert from "node:assert/strict";
import { fileURLToPath } from "node:url";
import { isRight } from "fp-ts/lib/Either.js";
import type { SearchSpace } from "../contracts/space.ts";
import type { BenchmarkTable } from "../contracts/table.ts";
import { tableOptions } from "../objectives/table-options.ts";
import { tableObjective } from "../objectives/table.ts";
import { readTable } from "../tables/read.ts";
import type { ConformanceCase } from "./conformance.ts";

export interface TableSuiteOptions<A> {
  /** The space that the table names, with the options that it gives. */
  readonly space: SearchSpace<A>;
}

/**
 * What every table that a package carries must hold to: a file that is there and can be read, architectures of its space,
 * none of them twice, and errors that can be looked up.
 *
 * @param create - makes the entry's table anew.
 * @example
 * for (const { name, run } of testTable(() => plugin.tables.mine.create({}), { space: nb201() })) test(name, run);
 */
export function testTable<A>(
  create: () => BenchmarkTable | Promise<BenchmarkTable>,
  { space }: TableSuiteOptions<A>,
): readonly ConformanceCase[] {
  const rows = async (): Promise<{ readonly texts: readonly string[]; readonly path: string }> => {
    const { file, options } = await create();
    const path = fileURLToPath(file);
    const { arch } = tableOptions.parse({ ...options, path }).columns;
    return { path, texts: (await readTable(path, [arch])).texts(arch, "the text of each architecture") };
  };
  return [
    {
      name: "names itself, its space and a file that is there",
      run: async () => {
        const { title, space: named, file } = await create();
        assert.match(title, /\S/, "expected a title");
        assert.equal(named.name, space.name, "name of the space");
        assert.match(file.href, /^file:.*\.parquet$/, "expected a Parquet file that the package carries");
        assert.ok((await rows()).texts.length > 0, "expected rows");
      },
    },
    {
      name: "lists architectures of its space, none of them twice",
      run: async () => {
        const rowOf = new Map<string, string>();
        for (const text of (await rows()).texts) {
          const parsed = space.parse(text);
          assert.ok(isRight(parsed), `no architecture of the space '${space.name}': ${text}`);
          const key = space.key(parsed.right);
          assert.ok(!rowOf.has(key), `'${text}' counts as '${rowOf.get(key)}', which is there already`);
          rowOf.set(key, text);
        }
      },
    },
    {
      name: "tells the errors of its architectures",
      run: async () => {
        const { options } = await create();
        const { path, texts } = await rows();
        const objective = await tableObjective(space, { ...options, path });
        let known = 0;
        for (const text of texts) {
          const parsed = space.parse(text);
          assert.ok(isRight(parsed));
          const evaluation = await objective.evaluate({
            n: 1,
            architecture: parsed.right,
            text,
            key: space.key(parsed.right),
            networkSpec: () => assert.fail("a table needs no network"),
            seed: 0,
            signal: new AbortController().signal,
            report: () => {},
          });
          if (evaluation.status !== "ok") continue;
          known++;
          assert.ok(Number.isFinite(evaluation.error), `error ${evaluation.error} of '${text}'`);
        }
        assert.ok(known > 0, "expected an architecture with an error");
      },
    },
  ];
}
