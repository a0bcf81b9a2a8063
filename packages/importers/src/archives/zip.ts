import { type Entry, openPromise, type ZipFile } from "yauzl";
import { asImportInvalid, importInvalid } from "../invalid.ts";

/** Most files in an archive whose list is gone through. */
const mostEntries = 100_000;

/**
 * The content of the first file of a zip archive whose path ends in `ending`, as it comes. It must be stored as it is, as
 * PyTorch does: nothing is inflated.
 *
 * @throws {ProxyboError} `IMPORT_INVALID` for an archive that is corrupted, has paths that lead out of it, or lacks the file.
 */
export async function* storedZipMember(file: string, ending: string): AsyncGenerator<Buffer> {
  let archive: ZipFile | undefined;
  try {
    archive = await openPromise(file, { autoClose: false });
    const entry = await find(archive, ending, file);
    if (entry === undefined)
      throw importInvalid(`expected a file '…${ending}' in the archive, got none`, { file });
    if (entry.compressionMethod !== 0 || entry.isEncrypted())
      throw importInvalid(`expected '${entry.fileName}' stored as it is, got it compressed or encrypted`, {
        file,
      });
    for await (const chunk of await archive.openReadStreamPromise(entry)) yield chunk as Buffer;
  } catch (cause) {
    throw asImportInvalid(cause, "a zip archive as PyTorch writes", file);
  } finally {
    archive?.close();
  }
}

async function find(archive: ZipFile, ending: string, file: string): Promise<Entry | undefined> {
  if (archive.entryCount > mostEntries)
    throw importInvalid(`expected at most ${mostEntries} files in the archive, got ${archive.entryCount}`, {
      file,
    });
  let found: Entry | undefined;
  // All of them: one whose path leads out of the archive makes it suspect.
  for await (const entry of archive.eachEntry()) if (entry.fileName.endsWith(ending)) found ??= entry;
  return found;
}
