import type { LockRow, LockTable } from "./lock.ts";

export type LockRows = Map<string, LockRow>;

/** One lock of a store in memory. */
export function memoryLockTable(rows: LockRows, name: string): LockTable {
  return {
    replace: (decide) => {
      const next = decide(rows.get(name));
      if (next !== undefined) rows.set(name, next);
      return rows.get(name);
    },
    beat: (token) => {
      const held = rows.get(name);
      if (held === undefined || held.token !== token) return false;
      rows.set(name, { ...held, beat: held.beat + 1 });
      return true;
    },
    remove: (token) => {
      if (rows.get(name)?.token === token) rows.delete(name);
    },
  };
}
