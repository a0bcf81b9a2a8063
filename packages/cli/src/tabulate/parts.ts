import {
  createRegistry,
  type Entry,
  type Objective,
  type ObjectiveContext,
  type Plugin,
  type Registry,
  type SearchState,
  type Strategy,
} from "@proxybo/core";
import { z } from "zod";
import { scoreBlocks } from "./score-blocks.ts";

/** Names of the parts that a table is filled with. */
export const tabulateStrategy = "tabulate";
export const noObjective = "none";

/**
 * The strategy that goes through architectures in their order. Each block of them is scored by all proxies before the
 * first of it is measured, so that what is measured has its scores whenever the run ends.
 */
export function inOrder(order: () => readonly unknown[]): Strategy {
  let scored = 0;
  const keys: string[] = [];
  return {
    name: tabulateStrategy,
    needs: { surrogate: false, proxies: false },
    suggest: async <A>({ space, observations, pending, proxies }: SearchState<A>) => {
      const architectures = order() as readonly A[];
      if (keys.length === 0) for (const one of architectures) keys.push(space.key(one));
      const taken = new Set([...observations.map(({ key }) => key), ...pending.map((one) => space.key(one))]);
      const next = keys.findIndex((key) => !taken.has(key));
      if (next === -1) return undefined;
      if (next >= scored && proxies.length > 0) {
        const end = next + blockSize;
        await scoreBlocks(proxies, architectures.slice(scored, end), () => {});
        scored = end;
      }
      return { architecture: architectures[next]!, why: { rule: "random" } };
    },
  };
}

const blockSize = 16;

/** Measures nothing: for tables of scores alone. */
const none: Entry<Objective, ObjectiveContext> = {
  description: "Measures nothing",
  options: z.strictObject({}),
  create: () => ({
    name: noObjective,
    evaluate: async () => ({
      status: "failed",
      code: "OBJECTIVE_FAILED",
      reason: "nothing measures",
      seconds: 0,
    }),
  }),
};

/** A registry with these parts too: they are this command's, no search finds them. */
export function withTabulateParts(registry: Registry, version: string, strategy: Strategy): Registry {
  const own: Plugin = {
    name: "@proxybo/cli",
    version,
    objectives: { [noObjective]: none },
    strategies: {
      [tabulateStrategy]: {
        description: "Goes through architectures in their order",
        options: z.strictObject({}),
        create: () => strategy,
      },
    },
  };
  const { plugins, skipped } = registry;
  return createRegistry([...plugins.map(({ plugin }) => plugin), own], {
    origins: new Map(plugins.map(({ plugin, origin }) => [plugin, origin])),
    skipped,
  });
}
