import { chmod, mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { diskFull, readOnlyDisk } from "./disk.ts";
import { clockJumps } from "./clock.ts";
import { killAndResume } from "./kills.ts";
import { tornMainFile, tornWriteAheadLog } from "./torn.ts";
import { takeOver, twoWriters } from "./writers.ts";

// A few cases of each; `pnpm faults` has them all.
let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "proxybo-faults-"));
  await chmod(folder, 0o755);
});
afterAll(() => rm(folder, { recursive: true }));
const patient = { timeout: 300_000 };

describe("a search", () => {
  it("that is killed again and again comes to what it comes to in one go", patient, async () => {
    const search = { strategy: "proxybo", evaluations: 15, parallel: 1 } as const;
    const { kills, lost, duplicated, equal, compared } = await killAndResume(folder, 4, search);
    expect({ kills, lost, duplicated }).toEqual({ kills: 4, lost: 0, duplicated: 0 });
    expect(equal).toBe(compared);
  });

  it("with several evaluations in flight loses and repeats none when it is killed", patient, async () => {
    const search = { strategy: "evolution", evaluations: 150, parallel: 4 } as const;
    expect(await killAndResume(folder, 4, search)).toMatchObject({ lost: 0, duplicated: 0 });
  });

  it("says when the disk is full, and goes on when there is room", patient, async () => {
    expect(await diskFull(folder, 4)).toMatchObject({ runs: 4, lost: 0, wrong: 0, equal: 4 });
  });

  it("says when nothing can be written", patient, async () => {
    expect(await readOnlyDisk(folder)).toEqual({ tried: 3, refused: 3 });
  });

  it("does not mind a clock that jumps", patient, async () => {
    const { runs, equal } = await clockJumps(folder, 1);
    expect(equal).toBe(runs);
  });

  it("is run by one of two processes", patient, async () => {
    expect(await twoWriters(folder, 1)).toEqual({ rounds: 1, refused: 1, finished: 1, equal: 1 });
  });

  it("is taken over from a process that was killed", patient, async () => {
    expect(await takeOver(folder, 1)).toEqual({ rounds: 1, taken: 1, equal: 1 });
  });
});

describe("a store", () => {
  it("that is torn at its end is read up to the commit before", patient, async () => {
    const { cases, whole, before, wrong } = await tornWriteAheadLog(folder, 499);
    expect({ read: whole + before, wrong }).toEqual({ read: cases, wrong: 0 });
  });

  it("that is damaged says so, and repair gives back what is sound", patient, async () => {
    const { detected, recovered, wrong } = await tornMainFile(folder, 499);
    expect(wrong).toBe(0);
    expect(detected).toBeGreaterThan(0);
    expect(recovered).toBeGreaterThan(detected * 15);
  });
});
