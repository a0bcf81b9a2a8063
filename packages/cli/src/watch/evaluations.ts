import type { Json } from "@proxybo/core";

/** How many evaluations a kept study is to have, where its settings tell. */
export function evaluationsOf(settings: Json): number | undefined {
  const of = (value: Json | undefined, field: string): Json | undefined =>
    typeof value === "object" && value !== null && !Array.isArray(value)
      ? (value as Readonly<Record<string, Json>>)[field]
      : undefined;
  const found = of(of(settings, "config") ?? settings, "evaluations");
  return typeof found === "number" && found > 0 ? found : undefined;
}
