import type { Markup } from "../page/html.ts";
import type { ReportStudy } from "../study/study.ts";
import { bestCells } from "./cells.ts";
import { calibrationSection } from "./calibration.ts";
import { incumbentSection } from "./incumbent.ts";
import { observationsTable } from "./observations.ts";
import { originSection } from "./origin.ts";
import { overview } from "./overview.ts";
import { proxiesSection } from "./proxies.ts";
import { sourcesSection } from "./sources.ts";

/** The parts of a study's page, in their order. */
export const sectionNames = [
  "overview",
  "incumbent",
  "cells",
  "sources",
  "proxies",
  "calibration",
  "observations",
  "origin",
] as const;

/** A part of a study's page; `name` is the same whenever it is made again. */
export interface Section {
  readonly name: (typeof sectionNames)[number];
  readonly markup: Markup;
}

export interface SectionOptions {
  /** At most so many rows of observations: the best and the latest. Default 2000. */
  readonly rows?: number;
}

/** All that is to be said of one study, in the order of its page; parts with nothing to say are left out. */
export async function sectionsOf(
  study: ReportStudy,
  { rows = 2000 }: SectionOptions = {},
): Promise<readonly Section[]> {
  const made: Readonly<Record<Section["name"], Markup | undefined>> = {
    overview: overview(study),
    incumbent: await incumbentSection(study),
    cells: bestCells(study),
    sources: await sourcesSection(study),
    proxies: await proxiesSection(study),
    calibration: await calibrationSection(study),
    observations: observationsTable(study, rows),
    origin: originSection(study),
  };
  return sectionNames.flatMap((name) => {
    const markup = made[name];
    return markup === undefined ? [] : [{ name, markup }];
  });
}
