import { appendFile, mkdir, readFile, writeFile } from "node:fs/promises";
import { dirname } from "node:path";
import { ProxyboError } from "@proxybo/core";
import { type RunRecord, runRecordSchema } from "./record.ts";

/** Runs that are kept, one JSON document a line: what was written before the process died is there again. */
export interface ResultsFile {
  readonly path: string;
  /** By id; of two runs of one id the longer. */
  readonly records: ReadonlyMap<string, RunRecord>;
  /** Lines that could not be read, e.g. one that was cut when the machine stopped: these runs are made again. */
  readonly unreadable: number;
  append(record: RunRecord): Promise<void>;
}

/** Opens the file, or starts it. */
export async function openResults(path: string): Promise<ResultsFile> {
  const records = new Map<string, RunRecord>();
  let unreadable = 0;
  const keep = (record: RunRecord): void => {
    const known = records.get(record.id);
    if (known === undefined || known.evaluations < record.evaluations) records.set(record.id, record);
  };
  try {
    await mkdir(dirname(path), { recursive: true });
    const text = await readFile(path, "utf8").catch((error: NodeJS.ErrnoException) => {
      if (error.code === "ENOENT") return "";
      throw error;
    });
    for (const line of text.split("\n").filter((each) => each.trim() !== "")) {
      const record = readLine(line);
      if (record) keep(record);
      else unreadable++;
    }
    // A cut line must not swallow the next one.
    if (text !== "" && !text.endsWith("\n")) await appendFile(path, "\n");
    else await writeFile(path, "", { flag: "a" });
  } catch (cause) {
    throw new ProxyboError("STORE_UNWRITABLE", "the results cannot be kept here", {
      place: { file: path },
      hint: "name a folder that can be written: --out <folder>",
      cause,
    });
  }
  return {
    path,
    records,
    get unreadable() {
      return unreadable;
    },
    append: async (record) => {
      await appendFile(path, `${JSON.stringify(record)}\n`);
      keep(record);
    },
  };
}

function readLine(line: string): RunRecord | undefined {
  try {
    const parsed = runRecordSchema.safeParse(JSON.parse(line));
    return parsed.success ? parsed.data : undefined;
  } catch {
    return undefined;
  }
}
