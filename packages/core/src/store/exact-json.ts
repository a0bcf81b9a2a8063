/**
 * JSON text that gives every number back exactly: JSON itself has no NaN, no infinities and no −0, so these become
 * `{"$number":"NaN"}` and the like. Keys that begin with `$` get another one in front.
 *
 * @example
 * decodeExact(encodeExact({ test: Number.NaN })) // => { test: NaN }
 */
export function encodeExact(value: unknown): string {
  return JSON.stringify(escape(value)) ?? "null";
}

/** Reads what `encodeExact` wrote; throws `SyntaxError` for anything else. */
export function decodeExact(text: string): unknown {
  const value: unknown = JSON.parse(text);
  // Only keys that begin with `$` mean more than they say.
  return text.includes('"$') ? unescape(value) : value;
}

const tag = "$number";
const special = new Map<string, number>([
  ["NaN", Number.NaN],
  ["Infinity", Number.POSITIVE_INFINITY],
  ["-Infinity", Number.NEGATIVE_INFINITY],
  ["-0", -0],
]);

function escape(value: unknown): unknown {
  if (typeof value === "number") {
    if (Object.is(value, -0)) return { [tag]: "-0" };
    return Number.isFinite(value) ? value : { [tag]: String(value) };
  }
  if (Array.isArray(value)) return value.map(escape);
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, held]) => [key.startsWith("$") ? `$${key}` : key, escape(held)]),
  );
}

function unescape(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(unescape);
  if (typeof value !== "object" || value === null) return value;
  const entries = Object.entries(value);
  const [first] = entries;
  if (first?.[0] === tag) {
    const number = entries.length === 1 ? special.get(String(first[1])) : undefined;
    if (number === undefined) throw new SyntaxError(`expected a number of ${[...special.keys()].join(", ")}`);
    return number;
  }
  return Object.fromEntries(
    entries.map(([key, held]) => [key.startsWith("$") ? key.slice(1) : key, unescape(held)]),
  );
}
