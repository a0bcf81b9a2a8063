// Interrupts, starves and damages real searches and their stores, and counts what survives.
//   pnpm faults [--kills 600] [--only kills,disk,clock,writers,torn]
import { chmod, mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import process from "node:process";
import { parseArgs } from "node:util";
import { clockJumps } from "./clock.ts";
import { diskFull, readOnlyDisk } from "./disk.ts";
import { killAndResume } from "./kills.ts";
import { tornMainFile, tornWriteAheadLog } from "./torn.ts";
import { takeOver, twoWriters } from "./writers.ts";

const { values } = parseArgs({
  options: {
    kills: { type: "string", default: "600" },
    only: { type: "string", default: "kills,disk,clock,writers,torn" },
  },
});
const only = new Set(values.only.split(","));
const kills = Number(values.kills);
const folder = await mkdtemp(join(tmpdir(), "proxybo-faults-"));
// Another user reads it in the test of the read-only disk.
await chmod(folder, 0o755);

let failed = 0;
/** Prints what came out; counts it as failed unless `survived`. */
async function part<T extends object>(
  name: string,
  work: () => Promise<T>,
  survived: (result: T) => boolean,
): Promise<void> {
  const begin = performance.now();
  const result = await work();
  const good = survived(result);
  if (!good) failed += 1;
  const seconds = ((performance.now() - begin) / 1000).toFixed(0);
  console.log(`${good ? "survived" : "FAILED  "} ${name} (${seconds} s) ${JSON.stringify(result)}`);
}

try {
  if (only.has("kills")) {
    const searches = [
      { share: 0.4, search: { strategy: "proxybo", evaluations: 60, parallel: 1 } },
      { share: 0.2, search: { strategy: "evolution", evaluations: 150, parallel: 1 } },
      { share: 0.4, search: { strategy: "evolution", evaluations: 150, parallel: 4 } },
    ] as const;
    for (const { share, search } of searches)
      await part(
        `kill -9: ${search.strategy}, ${search.parallel} in flight`,
        () => killAndResume(folder, Math.ceil(kills * share), search),
        ({ lost, duplicated, equal, compared, complete, studies }) =>
          lost + duplicated === 0 && equal === compared && complete === studies,
      );
  }
  if (only.has("disk")) {
    await part(
      "disk full",
      () => diskFull(folder, 24),
      ({ lost, wrong, equal, runs }) => lost + wrong === 0 && equal === runs,
    );
    await part(
      "read-only disk",
      () => readOnlyDisk(folder),
      ({ refused, tried }) => refused === tried,
    );
  }
  if (only.has("clock"))
    await part(
      "clock jumps",
      () => clockJumps(folder, 10),
      ({ equal, runs }) => equal === runs,
    );
  if (only.has("writers")) {
    await part(
      "two writers",
      () => twoWriters(folder, 20),
      ({ refused, finished, equal, rounds }) => refused === rounds && finished === rounds && equal === rounds,
    );
    await part(
      "owner killed, other waits",
      () => takeOver(folder, 20),
      ({ taken, equal, rounds }) => taken === rounds && equal === rounds,
    );
  }
  if (only.has("torn")) {
    await part(
      "write-ahead log cut or turned at every byte of its last commit",
      () => tornWriteAheadLog(folder, 1),
      ({ wrong }) => wrong === 0,
    );
    await part(
      "file cut or turned at every byte of its last pages",
      () => tornMainFile(folder, 1),
      ({ wrong }) => wrong === 0,
    );
  }
} finally {
  await rm(folder, { recursive: true, force: true });
}
process.exitCode = failed === 0 ? 0 : 1;
