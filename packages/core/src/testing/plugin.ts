import assert from "node:assert/strict";
import { isLeft, isRight } from "fp-ts/lib/Either.js";
import { faultOfPlugin, type Kind, type Plugin } from "../contracts/plugin.ts";
import { nouns } from "../registry/kinds.ts";
import { listOptions, resolveOptions } from "../registry/options.ts";
import { createRegistry, type RegisteredEntry } from "../registry/registry.ts";
import type { ConformanceCase } from "./conformance.ts";

export interface PluginSuiteOptions {
  /**
   * Options of entries that have required ones, by kind and name, such as `{ "datasets.idx": { folder: "." } }`. Default: none.
   */
  readonly options?: Readonly<Record<`${Kind}.${string}`, unknown>>;
}

/**
 * What every plugin must hold to, besides what each of its parts must: names and descriptions that a command line can
 * show, and options that can be listed, written into a study and read again.
 *
 * @example
 * for (const { name, run } of testPlugin(plugin)) test(name, run);
 */
export function testPlugin(
  plugin: Plugin,
  { options = {} }: PluginSuiteOptions = {},
): readonly ConformanceCase[] {
  // Not made of a plugin whose shape is wrong: that is the complaint of the first case.
  const entries = faultOfPlugin(plugin) === undefined ? createRegistry(plugin).entries : [];
  const each = (name: string, check: (entry: RegisteredEntry, given: unknown) => void | Promise<void>) =>
    entries.map((entry): ConformanceCase => ({
      name: `${nouns[entry.kind]} '${entry.name}' ${name}`,
      run: async () => check(entry, options[`${entry.kind}.${entry.name}`] ?? {}),
    }));
  return [
    {
      name: "has the shape of a plugin, is frozen and offers something",
      run: async () => {
        assert.equal(faultOfPlugin(plugin), undefined);
        assert.ok(Object.isFrozen(plugin), "expected what definePlugin gives");
        assert.ok(entries.length > 0, "expected at least one entry");
        assert.match(plugin.version, /^\d+\.\d+\.\d+/, "expected a version such as 1.0.0");
      },
    },
    ...each("can be named and is described in one line", ({ name, entry }) => {
      assert.match(name, /^[a-z][\w-]*$/i, "expected a name of letters, digits, - and _");
      assert.match(entry.description, /^\S.*\S$/, "expected a description in one line");
    }),
    ...each(
      "takes options that JSON keeps, and the same again once defaults are filled in",
      async (entry, given) => {
        const filled = await resolve(entry, given);
        assert.deepEqual(JSON.parse(JSON.stringify(filled)), filled, "JSON does not give the options back");
        assert.deepEqual(await resolve(entry, filled), filled, "options change when they are read again");
      },
    ),
    ...each("lists its options with words for their types", ({ entry }) => {
      for (const { name, type } of listOptions(entry)) {
        assert.match(type, /\S/, `option '${name}': expected a type in words`);
      }
    }),
    ...each("refuses an option that it does not have", async (entry, given) => {
      const refused = await resolveOptions(entry, { ...(given as object), "no such option": 1 });
      assert.ok(isLeft(refused), "took the option 'no such option'");
      assert.equal(refused.left.code, "OPTION_INVALID");
    }),
  ];
}

async function resolve(entry: RegisteredEntry, given: unknown): Promise<unknown> {
  const resolved = await resolveOptions(entry, given);
  assert.ok(isRight(resolved), isLeft(resolved) ? resolved.left.message : "");
  return resolved.right;
}
