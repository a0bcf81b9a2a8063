import { didYouMean, type NetworkSpec, type Task } from "@proxybo/core";
import { z } from "zod";
import type { Architecture } from "./architecture.ts";
import { alternativesOf, type Decision, meets, type Requirement, valuesOf } from "./decision.ts";

/** Builds the network of an architecture: for training here, and for proxies computed live. */
export type NetworkOf = (architecture: Architecture, task: Task) => NetworkSpec;

export interface ChoicesOptions {
  /** In the order in which they are made, by name. */
  readonly decisions: Readonly<Record<string, Decision>>;
  /** Where only the user's own training code knows the networks, there is none. */
  readonly network?: NetworkOf | undefined;
}

const value = z.union([z.string(), z.number(), z.boolean()]);
const values = z.array(value).min(1).describe("what it can be decided as, each once");

const requirement: z.ZodType<Requirement> = z.union([
  value,
  z.array(value).min(1),
  z.strictObject({ not: z.union([value, z.array(value).min(1)]) }),
  z.strictObject({ min: z.number().optional(), max: z.number().optional() }),
]);

const all = z.record(z.string(), requirement);
const when = z
  .union([all, z.array(all).min(1)])
  .optional()
  .describe(
    "what earlier decisions must be: { depth: 3 }, { depth: [2, 3] }, { depth: { min: 2 } } or { depth: { not: 1 } }; in a list, one of them",
  );

const decision = z.discriminatedUnion("type", [
  z.strictObject({ type: z.literal("categorical"), values, when }),
  z.strictObject({ type: z.literal("ordinal"), values, when }),
  z.strictObject({
    type: z.literal("integer"),
    min: z.int(),
    max: z.int(),
    step: z.int().positive().default(1),
    when,
  }),
]);

export const choicesOptions: z.ZodType<ChoicesOptions> = z
  .strictObject({
    decisions: z
      .record(z.string(), decision)
      .describe("by name, in the order in which they are made; conditions name earlier ones"),
    network: z
      .custom<NetworkOf>((given) => typeof given === "function", "expected a function")
      .optional()
      .describe("a function (architecture, task) => NetworkSpec: for training here and for live proxies"),
  })
  .check(({ value: { decisions }, issues }) => {
    for (const fault of faultsOf(decisions))
      issues.push({ code: "custom", input: decisions, path: fault.path, message: fault.message });
  });

interface Fault {
  readonly path: string[];
  readonly message: string;
}

/** A decision has at most so many values. */
const mostValues = 10_000;

function faultsOf(decisions: Readonly<Record<string, Decision>>): readonly Fault[] {
  const names = Object.keys(decisions);
  if (names.length === 0) return [{ path: ["decisions"], message: "expected at least one decision" }];
  return names.flatMap((name, i) => {
    const own = decisions[name]!;
    const fault = (message: string, ...path: string[]): Fault => ({
      path: ["decisions", name, ...path],
      message: `decision '${name}': ${message}`,
    });
    if (!/^[A-Za-z_]\w*$/.test(name)) return [fault("expected a name of letters, digits and _")];
    if (own.type === "integer") {
      const { min, max, step } = own;
      if (max < min) return [fault(`expected max ≥ min, got ${min} … ${max}`, "max")];
      if ((max - min) / step >= mostValues)
        return [fault(`expected at most ${mostValues} values; a larger step makes fewer`, "step")];
    } else {
      const twice = own.values.find((each, at) => own.values.indexOf(each) !== at);
      if (twice !== undefined) return [fault(`the value ${JSON.stringify(twice)} comes twice`, "values")];
      if (own.values.length > mostValues) return [fault(`expected at most ${mostValues} values`, "values")];
    }
    return alternativesOf(own.when ?? []).flatMap((conjunction) =>
      Object.entries(conjunction).flatMap(([other, wanted]) => {
        const message = faultOfRequirement(other, wanted, decisions, names.slice(0, i));
        return message === undefined ? [] : [fault(`when ${other}: ${message}`, "when", other)];
      }),
    );
  });
}

function faultOfRequirement(
  other: string,
  wanted: Requirement,
  decisions: Readonly<Record<string, Decision>>,
  earlier: readonly string[],
): string | undefined {
  if (!earlier.includes(other)) {
    const advice = didYouMean(other, earlier) ?? `earlier ones: ${earlier.join(", ") || "none"}`;
    return `expected a decision that is made earlier; ${advice}`;
  }
  const known = valuesOf(decisions[other]!);
  const spelt =
    known.length > 12
      ? `${known[0]} … ${known.at(-1)}`
      : known.map((each) => JSON.stringify(each)).join(", ");
  const named =
    typeof wanted !== "object"
      ? [wanted]
      : Array.isArray(wanted)
        ? wanted
        : "not" in wanted
          ? [wanted.not].flat()
          : [];
  const stranger = named.find((each) => !known.includes(each));
  if (stranger !== undefined) return `${JSON.stringify(stranger)} is none of its values (${spelt})`;
  if (!known.some((each) => meets(each, wanted))) return `none of its values (${spelt}) meets it`;
  return undefined;
}
