import { createHash } from "node:crypto";
import type { Json } from "@proxybo/core";

/**
 * The SHA-256 of a study's settings, in hexadecimal: equal exactly for equal settings, whatever the order of their fields.
 *
 * @example
 * fingerprint({ a: 1, b: [2] }) === fingerprint({ b: [2], a: 1 }) // => true
 */
export function fingerprint(settings: Json): string {
  return createHash("sha256").update(canonical(settings)).digest("hex");
}

function canonical(value: Json): string {
  if (typeof value !== "object" || value === null) return JSON.stringify(value);
  if (Array.isArray(value)) return `[${value.map((item: Json) => canonical(item)).join(",")}]`;
  const fields = Object.entries(value as Readonly<Record<string, Json>>).toSorted(([a], [b]) =>
    a < b ? -1 : 1,
  );
  return `{${fields.map(([name, inner]) => `${JSON.stringify(name)}:${canonical(inner)}`).join(",")}}`;
}
