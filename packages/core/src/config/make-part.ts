import type { Entries, Kind } from "../contracts/plugin.ts";
import { messageOf, ProxyboError } from "../errors/error.ts";
import { nouns } from "../registry/kinds.ts";
import { missingPackage } from "../registry/missing-package.ts";
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
 * @throws {ProxyboError} `PLUGIN_UNKNOWN`, `PLUGIN_DUPLICATE`, `OPTION_INVALID`, what the entry itself says, and where it says
 * nothing of that kind `MISSING_DEPENDENCY` for a package that it needs, or `PLUGIN_INVALID`.
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
    const product = await created(async () => creator.create(options, context), {
      what: `${nouns[kind]} '${wanted.name}'`,
      plugin: `${origin.package}@${origin.version}`,
    });
    return { product: product as ProductOf<K>, reference: { name: wanted.name, options }, origin };
  };
}

/** What an entry makes; what it throws that is no message for people becomes one, with the plugin's name. */
async function created(
  create: () => Promise<unknown>,
  { what, plugin }: { readonly what: string; readonly plugin: string },
): Promise<unknown> {
  try {
    return await create();
  } catch (cause) {
    if (cause instanceof ProxyboError) throw cause;
    const missing = missingPackage(cause);
    if (missing !== undefined)
      throw new ProxyboError("MISSING_DEPENDENCY", `${what} needs '${missing}', which is not installed`, {
        place: { plugin },
        hint: `install it: npm install ${missing}`,
        cause,
      });
    throw new ProxyboError("PLUGIN_INVALID", `${what} threw when it was made: ${messageOf(cause)}`, {
      place: { plugin },
      hint: "check its options (proxybo plugins lists them), or tell the plugin's authors",
      cause,
    });
  }
}
