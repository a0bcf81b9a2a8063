import type { Either } from "fp-ts/lib/Either.js";
import type { Entries, Entry, Kind } from "../contracts/plugin.ts";
import type { ProxyboError } from "../errors/error.ts";
import { alternatives, describeSchema, jsonSchemaOf, type JsonSchema } from "./json-schema.ts";
import { nouns } from "./kinds.ts";
import type { RegisteredEntry } from "./registry.ts";
import { validate } from "./validate.ts";

/** One option of an entry, as its schema tells. */
export interface OptionListing {
  readonly name: string;
  /** In words, e.g. `an integer ≥ 1`. */
  readonly type: string;
  readonly required: boolean;
  readonly default?: unknown;
  readonly description?: string;
}

/**
 * The options of an entry, those of nested objects by their path (`candidates.random`); empty where it has none or its
 * schema cannot list them.
 */
export function listOptions(entry: Entry<unknown, never>): readonly OptionListing[] {
  const schema = jsonSchemaOf(entry.options);
  return schema === undefined ? [] : listFields(schema, "", false);
}

function listFields(schema: JsonSchema, prefix: string, optional: boolean): readonly OptionListing[] {
  const listings = new Map<string, readonly OptionListing[]>();
  for (const { properties = {}, required = [] } of alternatives(schema)) {
    for (const [field, option] of Object.entries(properties)) {
      const needed = !optional && required.includes(field) && option.default === undefined;
      const name = prefix + field;
      const nested =
        option.properties === undefined ? [] : listFields(option, `${name}.`, optional || !needed);
      const own: OptionListing = {
        name,
        type: describeSchema(option),
        required: needed,
        ...(option.default === undefined ? {} : { default: option.default }),
        ...(option.description === undefined ? {} : { description: option.description }),
      };
      listings.set(name, nested.length === 0 ? [own] : nested);
    }
  }
  return [...listings.values()].flat();
}

/**
 * The options that an entry's `create` takes: `given` validated, defaults filled in. A refusal is `OPTION_INVALID`
 * with the entry, the field, what was expected and what came.
 */
export function resolveOptions<K extends Kind>(
  registered: RegisteredEntry<K>,
  given: unknown,
): Promise<Either<ProxyboError, Parameters<Entries[K]["create"]>[0]>> {
  return validate(registered.entry.options, given ?? {}, {
    code: "OPTION_INVALID",
    name: `${nouns[registered.kind]} '${registered.name}'`,
    part: "option",
    place: { plugin: `${registered.origin.package}@${registered.origin.version}` },
  });
}
