import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import fc from "fast-check";
import type { Target } from "./target.ts";

export interface FuzzCounts {
  /** How many cases were given, and how many of them were taken; the others were refused in words. */
  cases: number;
  taken: number;
  /** The longest that a case took, in milliseconds. */
  slowest: number;
  /** The case that broke it, made as small as it goes, and what it broke with. */
  broken?: string;
}

/** Gives a target `cases` cases; stops at the first that it does not take or refuse. */
export async function runTarget(
  { given, takes }: Target,
  cases: number,
  seed: number,
  alive: (counts: FuzzCounts) => void = () => {},
): Promise<FuzzCounts> {
  const counts: FuzzCounts = { cases: 0, taken: 0, slowest: 0 };
  const folder = await mkdtemp(join(tmpdir(), "proxybo-fuzz-"));
  try {
    const property = fc.asyncProperty(await given(folder), async (value) => {
      const begin = performance.now();
      if (await takes(value, folder)) counts.taken += 1;
      counts.cases += 1;
      counts.slowest = Math.max(counts.slowest, Math.round(performance.now() - begin));
      alive(counts);
    });
    const found = await fc.check(property, { numRuns: cases, seed, endOnFailure: false });
    if (found.failed)
      counts.broken = `${String((found.errorInstance as Error).stack)}\nby ${fc.stringify(found.counterexample)}`;
    return counts;
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
