import { type ArgsDef, type CommandDef, defineCommand } from "citty";

/** A command, and what its help shows beside its arguments. */
export interface Command {
  // What a command's arguments are is known where it is defined only.
  // oxlint-disable-next-line typescript/no-explicit-any
  readonly definition: CommandDef<any>;
  readonly description: string;
  readonly args: ArgsDef;
  /** Positionals beyond those that are named, e.g. the second architecture of `score`. */
  readonly rest: boolean;
  readonly examples: readonly Example[];
}

export interface Example {
  readonly line: string;
  readonly does: string;
}

/** Defines a command: citty parses its arguments, `run` gives its exit status. */
export function command<const Args extends ArgsDef>(parts: {
  readonly description: string;
  readonly args: Args;
  readonly rest?: boolean;
  readonly examples: readonly Example[];
  readonly run: NonNullable<CommandDef<Args>["run"]>;
}): Command {
  const { description, args, rest = false, examples, run } = parts;
  return { definition: defineCommand({ args, run }), description, args, rest, examples };
}
