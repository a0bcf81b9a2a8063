import { mkdir, mkdtemp, readdir, rename, rm, writeFile } from "node:fs/promises";
import { basename, dirname, join } from "node:path";
import { messageOf, ProxyboError } from "@proxybo/core";

/**
 * Writes files into a folder that is empty or not there yet, all or none: they are written beside it first.
 *
 * @throws {ProxyboError} `USAGE` naming what is in the folder, or why it cannot be written; nothing is left behind then.
 */
export async function writeFolder(folder: string, files: ReadonlyMap<string, string>): Promise<void> {
  const there = await entriesOf(folder);
  const parent = dirname(folder);
  const made = await mkdir(parent, { recursive: true }).catch((cause: unknown) => refuse(folder, cause));
  const draft = await mkdtemp(join(parent, `.${basename(folder)}-`)).catch((cause: unknown) =>
    refuse(folder, cause),
  );
  const moved: string[] = [];
  try {
    for (const [path, text] of files) {
      await mkdir(dirname(join(draft, path)), { recursive: true });
      await writeFile(join(draft, path), text);
    }
    if (there === undefined) await rename(draft, folder);
    else
      for (const name of await readdir(draft)) {
        await rename(join(draft, name), join(folder, name));
        moved.push(join(folder, name));
      }
  } catch (cause) {
    for (const path of moved) await rm(path, { recursive: true, force: true });
    if (made !== undefined) await rm(made, { recursive: true, force: true });
    return refuse(folder, cause);
  } finally {
    await rm(draft, { recursive: true, force: true });
  }
}

/** What is in the folder, `undefined` where there is none; a repository without files counts as empty. */
async function entriesOf(folder: string): Promise<readonly string[] | undefined> {
  const entries = await readdir(folder).catch((cause: NodeJS.ErrnoException) => {
    if (cause.code === "ENOENT") return undefined;
    return refuse(folder, cause);
  });
  const names = entries?.filter((name) => name !== ".git") ?? [];
  if (names.length > 0)
    throw new ProxyboError(
      "USAGE",
      `expected an empty folder, got one with ${names.slice(0, 3).join(", ")}${names.length > 3 ? ", …" : ""}; nothing was written`,
      { place: { file: folder }, hint: "choose another folder: --folder <path>" },
    );
  return entries;
}

function refuse(folder: string, cause: unknown): never {
  throw new ProxyboError("USAGE", `the folder cannot be written: ${messageOf(cause)}; nothing was written`, {
    place: { file: folder },
    hint: "choose another folder: --folder <path>",
    cause,
  });
}
