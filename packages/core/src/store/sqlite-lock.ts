import type { DatabaseSync } from "node:sqlite";
import type { LockRow, LockTable } from "./lock.ts";
import type { ProcessIdentity } from "./process-identity.ts";
import { inTransaction } from "./sqlite-open.ts";

/** One row of `locks`. */
export function lockTable(database: DatabaseSync, study: number, name: string): LockTable {
  const read = database.prepare("SELECT token, owner, beat FROM locks WHERE study = ? AND name = ?");
  const write = database.prepare(
    "INSERT OR REPLACE INTO locks (study, name, token, owner, beat) VALUES (?, ?, ?, ?, ?)",
  );
  const beat = database.prepare(
    "UPDATE locks SET beat = beat + 1 WHERE study = ? AND name = ? AND token = ?",
  );
  const remove = database.prepare("DELETE FROM locks WHERE study = ? AND name = ? AND token = ?");
  return {
    replace: (decide) => {
      let held: LockRow | undefined;
      inTransaction(database, () => {
        const row = read.get(study, name) as
          | { readonly token: string; readonly owner: string; readonly beat: number }
          | undefined;
        held = row && { ...row, owner: ownerOf(row.owner) };
        const next = decide(held);
        if (next === undefined) return;
        write.run(study, name, next.token, JSON.stringify(next.owner), next.beat);
        held = next;
      });
      return held;
    },
    beat: (token) => beat.run(study, name, token).changes > 0,
    remove: (token) => void remove.run(study, name, token),
  };
}

/** An owner that cannot be read is nobody that can be seen: its lock expires. */
function ownerOf(text: string): ProcessIdentity {
  const unseen: ProcessIdentity = { host: "", pid: 0, boot: "", space: "", started: "" };
  try {
    return { ...unseen, ...(JSON.parse(text) as Partial<ProcessIdentity>) };
  } catch {
    return unseen;
  }
}
