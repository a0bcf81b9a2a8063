import { alternativesOf, type Decision, meets, type Requirement, type Value, valuesOf } from "./decision.ts";

/**
 * A state between two decisions, and all that can follow: a node of a multi-valued decision diagram. Two ways of
 * deciding that leave the same open are one node, so there are few of them even where architectures are many.
 */
export interface DiagramNode {
  /** Whether this decision is made here; where it is not, `next` has one node. */
  readonly active: boolean;
  /** The node that each value leads to, by position of the value. */
  readonly next: readonly DiagramNode[];
  /** How many architectures complete what was decided so far. */
  readonly completions: bigint;
}

/** All valid architectures of a list of decisions. */
export interface Diagram {
  readonly names: readonly string[];
  /** Where each name stands among them. */
  readonly places: ReadonlyMap<string, number>;
  /** Values of each decision, in order. */
  readonly values: readonly (readonly Value[])[];
  readonly root: DiagramNode;
}

/** For each decision: `true` (made), or the alternatives that may still come to hold, each what is open of it. */
type Open = true | readonly (readonly (readonly [decision: number, Requirement])[])[];

const end: DiagramNode = { active: false, next: [], completions: 1n };

/** More than so many nodes mean conditions that entangle everything with everything. */
const largest = 200_000;

/**
 * Builds the diagram of decisions in their order; conditions name earlier ones only.
 *
 * @throws {RangeError} where conditions leave more than 200,000 states to tell apart.
 */
export function buildDiagram(decisions: Readonly<Record<string, Decision>>): Diagram {
  const names = Object.keys(decisions);
  const places = new Map(names.map((name, place) => [name, place]));
  const values = names.map((name) => valuesOf(decisions[name]!));
  const memory = new Map<string, DiagramNode>();

  const node = (at: number, open: readonly Open[]): DiagramNode => {
    if (at === names.length) return end;
    const signature = `${at} ${JSON.stringify(open)}`;
    const known = memory.get(signature);
    if (known) return known;
    const [own, ...later] = open;
    const active = own === true;
    const reached = new Map<string, DiagramNode>();
    const after = (value: Value | undefined): DiagramNode => {
      const rest = later.map((each) => resolve(each, at, value));
      const key = JSON.stringify(rest);
      let found = reached.get(key);
      if (!found) reached.set(key, (found = node(at + 1, rest)));
      return found;
    };
    const next = active ? values[at]!.map(after) : [after(undefined)];
    const made = { active, next, completions: next.reduce((sum, { completions }) => sum + completions, 0n) };
    memory.set(signature, made);
    if (memory.size > largest)
      throw new RangeError(`the conditions leave more than ${largest.toLocaleString("en")} states`);
    return made;
  };

  const open = names.map((name): Open => {
    const condition = decisions[name]!.when;
    if (condition === undefined) return true;
    return alternativesOf(condition).map((all) =>
      Object.entries(all).map(([other, requirement]) => [names.indexOf(other), requirement] as const),
    );
  });
  return { names, places, values, root: node(0, open) };
}

/** What is open of a condition once a decision is made (or, `undefined`, not made). */
function resolve(open: Open, decision: number, value: Value | undefined): Open {
  if (open === true) return true;
  const left = open.flatMap((all) => {
    const own = all.filter(([other]) => other === decision);
    const holds = own.every(([, requirement]) => value !== undefined && meets(value, requirement));
    return holds ? [all.filter(([other]) => other !== decision)] : [];
  });
  return left.some((all) => all.length === 0) ? true : left;
}
