import {
  describeObservation,
  type ObservationRecord,
  type StudyRecord,
  type StudyStore,
  type StudySummary,
} from "@proxybo/core";
import { storeFlag } from "../search/store-file.ts";
import { invocation } from "../terminal/invocation.ts";
import { paint } from "../terminal/paint.ts";
import { columns, count, duration, percent } from "../terminal/text.ts";
import { writeJson, writeLines } from "../terminal/write.ts";

/** All studies, the newest last. */
export async function listStudies(store: StudyStore, json: boolean): Promise<void> {
  const all = await store.studies();
  if (json) return writeJson({ version: 1, store: store.location, studies: all.map(summaryDocument) });
  if (all.length === 0)
    return writeLines([`No studies in ${store.location}.`, `  start one: ${invocation()} quickstart`]);
  const rows = all.map(({ id, name, created, observations, failed, best }) => [
    paint("cyan", id),
    name,
    created.slice(0, 16).replace("T", " "),
    `${count(observations, "evaluation")}${failed > 0 ? `, ${failed} failed` : ""}`,
    best?.outcome.status === "ok" ? `best ${percent(best.outcome.error)}` : "no result",
  ]);
  writeLines([...columns(rows), paint("dim", `in ${store.location}`)]);
}

/** Settings and evaluations of one. */
export async function showStudy(store: StudyStore, reference: string, json: boolean): Promise<void> {
  const record = await store.study(reference);
  const observations = await store.observations(record.id);
  if (json)
    return writeJson({
      version: 1,
      store: store.location,
      study: record,
      observations: observations.map(describeObservation),
    });
  writeLines([
    `${paint("bold", record.name)}  ${paint("cyan", record.id)}  ${record.created}`,
    ...settingsLines(record),
    "",
    ...columns(observations.map(observationRow)),
    "",
    `go on: ${invocation()} resume ${record.id}${storeFlag(store.location)}`,
  ]);
}

function settingsLines({ settings }: StudyRecord): readonly string[] {
  const { config } = (settings ?? {}) as { config?: Record<string, unknown> };
  const rows = Object.entries(config ?? (settings as Record<string, unknown>) ?? {}).map(([field, value]) => [
    paint("dim", field),
    typeof value === "string" ? value : JSON.stringify(value),
  ]);
  return columns(rows, "  ");
}

function observationRow({ n, text, outcome, seconds, why }: ObservationRecord): readonly string[] {
  return [
    String(n).padStart(4),
    outcome.status === "ok" ? percent(outcome.error) : paint("yellow", "failed"),
    duration(seconds),
    why.rule,
    outcome.status === "ok" ? text : `${text}  ${outcome.reason}`,
  ];
}

function summaryDocument({ id, name, created, settings, observations, failed, best }: StudySummary): unknown {
  return { id, name, created, settings, observations, failed, best: best ? describeObservation(best) : null };
}
