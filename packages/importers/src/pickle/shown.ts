import { PickleDict, type PickleValue } from "./values.ts";

/** A value for a message: never longer than a line, whatever it holds. */
export function shown(value: PickleValue | undefined): string {
  if (value === undefined) return "nothing";
  if (typeof value === "string") return `'${value.length > 60 ? `${value.slice(0, 59)}…` : value}'`;
  if (typeof value === "number" || typeof value === "boolean" || value === null) return `${value}`;
  if (Array.isArray(value)) return `a list of ${value.length}`;
  return value instanceof PickleDict ? `a dict of ${value.size}` : "another value";
}
