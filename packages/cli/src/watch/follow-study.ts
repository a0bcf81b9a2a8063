import type { StudyStore } from "@proxybo/core";
import type { StudyReader } from "../report/gather.ts";
import { readStatus } from "../control/files.ts";
import { evaluationsOf } from "./evaluations.ts";
import { Parts } from "./parts.ts";
import { storeStamp, Throttle } from "./pace.ts";
import { runStateOf } from "./run-state.ts";
import { controlsPart, statusPart } from "./status-parts.ts";

type Report = typeof import("@proxybo/report");

/** What is shown of a page, brought up to date when asked. */
export interface Followed {
  readonly parts: Parts;
  refresh(): Promise<void>;
}

/** Rows of observations on a live page: the best and the latest. */
const rows = 200;

/** Follows one study: its run every time, its figures when the store changed. */
export function followStudy(report: Report, store: StudyStore, reader: StudyReader): Followed {
  const { record } = reader;
  const parts = new Parts(["status", "controls", ...report.sectionNames]);
  const total = evaluationsOf(record.settings);
  const throttle = new Throttle();
  let done = 0;
  return {
    parts,
    async refresh() {
      await throttle.whenChanged(await storeStamp(store.location), async () => {
        const study = await reader.read();
        done = study.observations.length;
        const sections = await report.sectionsOf(study, { rows });
        for (const name of report.sectionNames)
          parts.set(name, sections.find((section) => section.name === name)?.markup);
      });
      const run = runStateOf(await readStatus(store.location, record.id), done, total);
      parts.set("status", statusPart(report, run, Date.now()));
      parts.set("controls", controlsPart(report, record, run));
    },
  };
}
