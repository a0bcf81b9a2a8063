import type { Feature } from "@proxybo/core";
import type { Architecture } from "./architecture.ts";
import type { Decision, Value } from "./decision.ts";
import type { Diagram } from "./diagram.ts";

/** Features of architectures, and how they are written. */
export interface Columns {
  readonly features: readonly Feature[];
  encodeInto(architecture: Architecture, row: Float64Array): void;
}

/** Ordered decisions of more values than this are told to policies and trees in so many ranges. */
const mostLevels = 16;

/** Where an ordered decision stands that does not apply: in the middle, where it says least. */
const nowhere = 0.5;

/**
 * A categorical column for every decision, with a level more where it may not apply; for ordered ones also a continuous
 * column, the position among the values, 0 … 1. Policies and Hamming kernels read the first, models of order the second.
 */
export function columnsOf({ names, values }: Diagram, decisions: readonly Decision[]): Columns {
  const parts = names.map((name, i) => partOf(name, decisions[i]!, values[i]!));
  return {
    features: parts.flatMap(({ features }) => features),
    encodeInto(architecture, row) {
      let column = 0;
      for (const part of parts) {
        part.write(architecture[part.name], row, column);
        column += part.features.length;
      }
    },
  };
}

interface Part {
  readonly name: string;
  readonly features: readonly Feature[];
  /** Writes the value of the decision, `undefined` where it does not apply. */
  write(value: Value | undefined, row: Float64Array, column: number): void;
}

function partOf(name: string, { type, when }: Decision, values: readonly Value[]): Part {
  const positions = new Map(values.map((value, position) => [value, position]));
  const own = Math.min(values.length, type === "categorical" ? values.length : mostLevels);
  const level: Feature = { kind: "categorical", name, levels: own + (when === undefined ? 0 : 1) };
  const levelOf = (position: number | undefined): number =>
    position === undefined ? own : Math.floor((position * own) / values.length);
  if (type === "categorical")
    return {
      name,
      features: [level],
      write: (value, row, column) => {
        row[column] = levelOf(value === undefined ? undefined : positions.get(value));
      },
    };
  return {
    name,
    features: [level, { kind: "continuous", name: `${name} (position)` }],
    write: (value, row, column) => {
      const position = value === undefined ? undefined : positions.get(value);
      row[column] = levelOf(position);
      row[column + 1] = position === undefined ? nowhere : position / Math.max(1, values.length - 1);
    },
  };
}
