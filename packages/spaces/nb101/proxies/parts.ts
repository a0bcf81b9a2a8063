import { existsSync } from "node:fs";
import { mkdir, readdir, readFile, truncate, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { columns } from "./row.ts";
import type { Settings } from "./settings.ts";

/** Opens the folder in which unfinished scores lie; one that other settings made is refused. */
export async function openParts(folder: string, settings: Settings): Promise<void> {
  await mkdir(folder, { recursive: true });
  const file = join(folder, "settings.json");
  const wanted = JSON.stringify(settings);
  const held = existsSync(file) ? await readFile(file, "utf8") : undefined;
  if (held !== undefined && held !== wanted)
    throw new Error(`${folder} was made with ${held}; delete it, or ask for the same settings`);
  await writeFile(file, wanted);
}

/** Lines that are whole, by the architecture's text. What a killed process left half-written is cut off. */
export async function readParts(folder: string): Promise<ReadonlyMap<string, string>> {
  const rows = new Map<string, string>();
  for (const name of await readdir(folder)) {
    if (!name.endsWith(".csv")) continue;
    const file = join(folder, name);
    const content = await readFile(file, "utf8");
    const whole = content.slice(0, content.lastIndexOf("\n") + 1);
    if (whole.length < content.length) await truncate(file, Buffer.byteLength(whole));
    for (const line of whole.split("\n")) {
      const fields = line.split(",");
      if (fields.length === columns.length) rows.set(fields[0]!, line);
    }
  }
  return rows;
}
