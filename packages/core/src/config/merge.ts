import type { ProxyboConfig, Reference } from "./schema.ts";

/** Fields that name one entry each. */
const referenceFields = new Set(["space", "objective", "strategy", "surrogate", "runtime", "dataset"]);

/** A reference in its long form; `tfjs:wasm` is `tfjs` with the option `backend`. */
export function expandReference(
  given: Reference,
  field?: string,
): { name: string; options: Record<string, unknown> } {
  if (typeof given !== "string") return { name: given.name, options: { ...given.options } };
  const colon = given.indexOf(":");
  if (field === "runtime" && colon > 0)
    return { name: given.slice(0, colon), options: { backend: given.slice(colon + 1) } };
  return { name: given, options: {} };
}

/**
 * Lays one configuration over another, field by field. An entry that both name keeps the options of both, the upper
 * layer's first; another name leaves the lower layer's options behind.
 */
export function mergeConfigs(lower: ProxyboConfig, upper: ProxyboConfig): ProxyboConfig {
  const merged: Record<string, unknown> = { ...lower };
  for (const [field, value] of Object.entries(upper)) {
    if (value === undefined) continue;
    const below = (lower as Record<string, unknown>)[field];
    merged[field] =
      referenceFields.has(field) && isReference(below) && isReference(value)
        ? mergeReferences(field, below, value)
        : value;
  }
  return merged;
}

function mergeReferences(field: string, lower: Reference, upper: Reference): Reference {
  const [below, above] = [expandReference(lower, field), expandReference(upper, field)];
  return below.name === above.name
    ? { name: above.name, options: { ...below.options, ...above.options } }
    : upper;
}

function isReference(value: unknown): value is Reference {
  return typeof value === "string" || (typeof value === "object" && value !== null && "name" in value);
}

/**
 * Sets one value deep in a configuration, given as text: `surrogate.options.trees=20`. The value is JSON where it reads
 * as JSON, else a text; a bare name on the way becomes its long form.
 */
export function setPath(config: ProxyboConfig, assignment: string): ProxyboConfig {
  const equals = assignment.indexOf("=");
  const path = assignment.slice(0, equals === -1 ? undefined : equals).split(".");
  return assign(
    config,
    path,
    equals === -1 ? true : readValue(assignment.slice(equals + 1)),
    path[0]!,
  ) as ProxyboConfig;
}

function assign(
  container: unknown,
  [key, ...rest]: readonly string[],
  value: unknown,
  field: string,
): unknown {
  if (key === undefined) return value;
  if (Array.isArray(container) && /^\d+$/.test(key))
    return container.toSpliced(Number(key), 1, assign(container[Number(key)], rest, value, field));
  const holder =
    typeof container === "string"
      ? expandReference(container, field)
      : typeof container === "object" && container !== null
        ? (container as Record<string, unknown>)
        : {};
  return { ...holder, [key]: assign((holder as Record<string, unknown>)[key], rest, value, field) };
}

function readValue(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return text;
  }
}
