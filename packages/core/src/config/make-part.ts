import type { Entries, Kind } from "../contracts/plugin.ts";
import { resolveOptions } from "../registry/options.ts";
import { orThrow } from "../registry/or-throw.ts";
import type { Origin, Registry } from "../registry/registry.ts";
import type { PartReference } from "./resolve.ts";

type ProductOf<K extends Kind> = Awaited<ReturnType<Entries[K]["create"]>>;
type ContextOf<K extends Kind> = Parameters<Entries[K]["create"]>[1];

/** A part that was made, with the options it was made from, defaults filled in. */
export interface MadePart<K extends Kind> {
  readonly product: ProductOf<K>;
  readonly reference: { name: string; options: Record<string, unknown> };
  readonly origin: Origin;
}

/**
 * Makes parts by name: finds the entry, validates its options and creates its product.
 *
 * @throws {ProxyboError} `PLUGIN_UNKNOWN`, `PLUGIN_DUPLICATE`, `OPTION_INVALID`, or what the entry itself says.
 * @example
 * const { product } = await partMaker(registry)("spaces", { name: "nb201", options: {} }, undefined);
 */
export function partMaker(registry: Registry) {
  return async function make<K extends Kind>(
    kind: K,
    wanted: PartReference,
    context: ContextOf<K>,
  ): Promise<MadePart<K>> {
    const { entry, origin } = orThrow(registry.find(kind, wanted.name));
    const resolved = await resolveOptions({ kind, name: wanted.name, entry, origin }, wanted.options);
    const options = orThrow(resolved) as Record<string, unknown>;
    const creator = entry as { create(options: unknown, context: unknown): unknown };
    const product = (await creator.create(options, context)) as ProductOf<K>;
    return { product, reference: { name: wanted.name, options }, origin };
  };
}
