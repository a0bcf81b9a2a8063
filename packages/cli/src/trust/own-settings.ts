import { access, mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { type Json, messageOf } from "@proxybo/core";
import { dataFolder } from "../data-folder.ts";
import { note } from "../terminal/write.ts";
import { fingerprint } from "./fingerprint.ts";

/**
 * Which settings this user has run before, or has said to trust: a file each, named by the fingerprint, in the user's data
 * folder. They stand apart from stores on purpose: a store, or an export, that changes hands brings no trust along.
 */
function markOf(settings: Json, folder: string): string {
  return join(folder, "trusted", fingerprint(settings));
}

/** Whether the user has run these very settings before. */
export async function areOwnSettings(settings: Json, folder: string = dataFolder()): Promise<boolean> {
  return access(markOf(settings, folder)).then(
    () => true,
    () => false,
  );
}

/** Remembers that the user runs these settings: before the study is made, so that no crash comes in between. */
export async function rememberSettings(settings: Json, folder: string = dataFolder()): Promise<void> {
  try {
    await mkdir(join(folder, "trusted"), { recursive: true, mode: 0o700 });
    await writeFile(markOf(settings, folder), `${new Date().toISOString()}\n`, { mode: 0o600 });
  } catch (error) {
    note(`cannot write to ${folder}, so going on with this study will need --trust: ${messageOf(error)}`);
  }
}
