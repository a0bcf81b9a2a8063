import { mkdir, writeFile } from "node:fs/promises";
import { dirname, relative, resolve } from "node:path";
import process from "node:process";
import type { ReportStudy } from "@proxybo/report";
import { command } from "../arguments/command.ts";
import { outputFlags, storeFlags } from "../arguments/flags.ts";
import { loadOptionalPackage } from "../optional-package.ts";
import { gatherStudy } from "../report/gather.ts";
import { openStore } from "../search/open.ts";
import { trustFlags } from "../trust/require-trust.ts";
import { writeJson, writeLines } from "../terminal/write.ts";

export const report = command({
  description:
    "Writes one HTML page of a study, or of several compared: curves, influence, proxies, calibration, best cells, settings.",
  args: {
    study: {
      type: "positional",
      description:
        "ids, starts of ids or names; several are compared, those that differ in seed only as one curve",
    },
    out: { type: "string", valueHint: "file", description: "write here (default: report-<id>.html)" },
    ...trustFlags,
    ...storeFlags,
    ...outputFlags,
  },
  rest: true,
  examples: [
    { line: "proxybo report 3f2a", does: "one study; the page needs no network and no script" },
    { line: "proxybo report seed1 seed2 seed3 --out seeds.html", does: "three studies, mean and band" },
  ],
  run: async ({ args }) => {
    const { reportPage } = await loadOptionalPackage<typeof import("@proxybo/report")>("@proxybo/report");
    await using store = await openStore(args.store);
    const studies: ReportStudy[] = [];
    for (const reference of new Set(args._)) {
      const study = await gatherStudy(store, reference, args.trust);
      if (!studies.some(({ record }) => record.id === study.record.id)) studies.push(study);
    }
    const file = resolve(
      args.out ??
        `report-${studies
          // Of a store that may be a stranger's: no id is a path.
          .map(({ record }) => record.id.replaceAll(/[^\w-]/g, "_"))
          .slice(0, 3)
          .join("-")}.html`,
    );
    await mkdir(dirname(file), { recursive: true });
    await writeFile(file, await reportPage(studies));
    const notes = studies.flatMap(({ record, notes: told = [] }) =>
      told.map((note) => `${record.name}: ${note}`),
    );
    if (args.json === true)
      writeJson({ version: 1, file, studies: studies.map(({ record }) => record.id), notes });
    else writeLines([`report: ${relative(process.cwd(), file)}`, ...notes]);
    return 0;
  },
});
