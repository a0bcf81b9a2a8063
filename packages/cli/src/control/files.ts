import { randomUUID } from "node:crypto";
import { mkdir, readFile, rename, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { z } from "zod";

/** What may be asked of a run. */
export const wishes = ["pause", "resume", "stop"] as const;
export type Wish = (typeof wishes)[number];

/** What the process that runs a study says of itself, beside the store. */
export interface RunStatus {
  readonly version: 1;
  readonly pid: number;
  readonly host: string;
  /** `stopping`: no more suggestions, the evaluations in flight are finished. */
  readonly state: "running" | "paused" | "stopping";
  /** Observations so far, and how many the run ends after. */
  readonly done: number;
  readonly total: number;
  /** Evaluations in flight: how far each is, 0 … 1. */
  readonly inFlight: readonly {
    readonly n: number;
    readonly text: string;
    readonly fraction: number;
    readonly message: string;
  }[];
  /** Candidates scored by live proxies for the next decision. */
  readonly scoring: { readonly done: number; readonly total: number } | null;
  readonly perHour: number | null;
  /** Seconds until the run ends. */
  readonly remaining: number | null;
  /** Unix time in milliseconds: written again every few seconds while the process lives. */
  readonly at: number;
}

const counted = z.object({ done: z.number(), total: z.number() });
const statusSchema: z.ZodType<RunStatus> = counted.extend({
  version: z.literal(1),
  pid: z.int(),
  host: z.string(),
  state: z.enum(["running", "paused", "stopping"]),
  inFlight: z.array(z.object({ n: z.number(), text: z.string(), fraction: z.number(), message: z.string() })),
  scoring: counted.nullable(),
  perHour: z.number().nullable(),
  remaining: z.number().nullable(),
  at: z.number(),
});
const wishSchema = z.object({ version: z.literal(1), id: z.string(), wish: z.enum(wishes) });

/** A wish as it is left for the run: each has an id, so that it is heard once. */
export type LeftWish = z.infer<typeof wishSchema>;

/** The folder beside a store in which runs and those who watch them leave word: never part of the store. */
function controlFolder(store: string): string {
  return `${store}-runs`;
}

/** The file of a study; ids come from stores, of others too, so they are no paths. */
function fileOf(store: string, study: string, kind: "status" | "wish"): string {
  return join(controlFolder(store), `${encodeURIComponent(study)}.${kind}.json`);
}

export async function writeStatus(store: string, study: string, status: RunStatus): Promise<void> {
  await replace(fileOf(store, study, "status"), status);
}

/** What the process of a study last said; `undefined` where there is none, or nothing readable. */
export function readStatus(store: string, study: string): Promise<RunStatus | undefined> {
  return readJson(fileOf(store, study, "status"), statusSchema);
}

export async function removeStatus(store: string, study: string): Promise<void> {
  await rm(fileOf(store, study, "status"), { force: true });
}

/** Leaves a wish for the process that runs a study; a later one takes its place. */
export async function leaveWish(store: string, study: string, wish: Wish): Promise<void> {
  await replace(fileOf(store, study, "wish"), { version: 1, id: randomUUID(), wish } satisfies LeftWish);
}

export function readWish(store: string, study: string): Promise<LeftWish | undefined> {
  return readJson(fileOf(store, study, "wish"), wishSchema);
}

export async function removeWish(store: string, study: string): Promise<void> {
  await rm(fileOf(store, study, "wish"), { force: true });
}

/** Readers see the old file or the new one, never a part. */
async function replace(file: string, content: unknown): Promise<void> {
  await mkdir(join(file, ".."), { recursive: true, mode: 0o700 });
  const draft = `${file}.${randomUUID()}.tmp`;
  try {
    await writeFile(draft, JSON.stringify(content), { mode: 0o600 });
    await rename(draft, file);
  } catch (error) {
    await rm(draft, { force: true });
    throw error;
  }
}

/** Longest file that is read, in characters: nothing of ours is as long. */
const longest = 1 << 20;

async function readJson<T>(file: string, schema: z.ZodType<T>): Promise<T | undefined> {
  try {
    const text = await readFile(file, "utf8");
    if (text.length > longest) return undefined;
    const parsed = schema.safeParse(JSON.parse(text));
    return parsed.success ? parsed.data : undefined;
  } catch {
    return undefined;
  }
}
