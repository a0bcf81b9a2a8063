/** What a decision can be decided as. */
export type Value = string | number | boolean;

/** One of several values whose order means nothing, such as an activation. */
export interface CategoricalDecision {
  readonly type: "categorical";
  readonly values: readonly Value[];
  readonly when?: Condition | undefined;
}

/** One of several values in their order, such as a width of 16, 32 or 64. */
export interface OrdinalDecision {
  readonly type: "ordinal";
  readonly values: readonly Value[];
  readonly when?: Condition | undefined;
}

/** A whole number: min, min + step, … max. */
export interface IntegerDecision {
  readonly type: "integer";
  readonly min: number;
  readonly max: number;
  readonly step: number;
  readonly when?: Condition | undefined;
}

export type Decision = CategoricalDecision | OrdinalDecision | IntegerDecision;

/**
 * What an earlier decision must be: a value, one of several, a range (both ends included), or anything but a value or
 * several. A decision that is not made meets none of these.
 */
export type Requirement =
  | Value
  | readonly Value[]
  | { readonly min?: number | undefined; readonly max?: number | undefined }
  | { readonly not: Value | readonly Value[] };

/** Requirements of earlier decisions by their names: all hold, or in a list of such, those of at least one. */
export type Condition =
  | Readonly<Record<string, Requirement>>
  | readonly Readonly<Record<string, Requirement>>[];

/** The values that a decision can take, in order. */
export function valuesOf(decision: Decision): readonly Value[] {
  if (decision.type !== "integer") return decision.values;
  const { min, max, step } = decision;
  return Array.from({ length: Math.floor((max - min) / step) + 1 }, (_, i) => min + i * step);
}

/** The alternatives of a condition. */
export function alternativesOf(condition: Condition): readonly Readonly<Record<string, Requirement>>[] {
  return Array.isArray(condition)
    ? (condition as readonly Readonly<Record<string, Requirement>>[])
    : [condition as Readonly<Record<string, Requirement>>];
}

/** Whether a value that was decided meets a requirement. */
export function meets(value: Value, requirement: Requirement): boolean {
  if (typeof requirement !== "object") return value === requirement;
  if (Array.isArray(requirement)) return requirement.includes(value);
  if ("not" in requirement) return !meets(value, requirement.not);
  const { min = -Infinity, max = Infinity } = requirement as { min?: number; max?: number };
  return typeof value === "number" && value >= min && value <= max;
}
