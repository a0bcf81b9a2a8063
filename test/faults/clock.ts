import { join } from "node:path";
import { sqliteStore } from "@proxybo/core";
import { startSearch } from "./child.ts";
import { trajectory, uninterrupted } from "./kills.ts";
import type { Search } from "./search.ts";

/** A wall clock that jumps by up to a year, back and forth, every time it is read. */
const jumping = `data:text/javascript,${encodeURIComponent(`
  const RealDate = Date;
  let seed = 1;
  const jump = () => ((seed = (seed * 48271) % 2147483647) / 2147483647 - 0.5) * 6.3e10;
  globalThis.Date = class extends RealDate {
    constructor(...given) { if (given.length === 0) super(RealDate.now() + jump()); else super(...given); }
    static now() { return RealDate.now() + jump(); }
  };
`)}`;

/** Interrupts and resumes searches under a clock that jumps: they come to what they come to under a steady one. */
export async function clockJumps(
  folder: string,
  runs: number,
): Promise<{ runs: number; equal: number; kills: number }> {
  const counts = { runs, equal: 0, kills: 0 };
  for (let seed = 1; seed <= counts.runs; seed++) {
    const search: Search = { strategy: "evolution", seed, evaluations: 40, parallel: 1 };
    const file = join(folder, `clock-${seed}.sqlite`);
    const first = startSearch(search, file, { node: ["--import", jumping] });
    while (first.child.exitCode === null && first.said.length < 40)
      await new Promise((resolve) => setTimeout(resolve, 2));
    if (first.child.kill("SIGKILL")) counts.kills += 1;
    await first.ended;
    await startSearch(search, file, { node: ["--import", jumping] }).ended;
    await using store = await sqliteStore(file);
    const [study] = await store.studies();
    if (trajectory(await store.observations(study!.id)) === (await uninterrupted(search))) counts.equal += 1;
  }
  return counts;
}
