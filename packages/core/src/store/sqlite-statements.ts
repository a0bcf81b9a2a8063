import type { DatabaseSync, StatementSync } from "node:sqlite";

/** Prepares a statement once, and gives the same one from then on. */
export type Prepare = (sql: string) => StatementSync;

export function preparedOnce(database: DatabaseSync): Prepare {
  const statements = new Map<string, StatementSync>();
  return (sql) => {
    const kept = statements.get(sql);
    if (kept !== undefined) return kept;
    const statement = database.prepare(sql);
    statements.set(sql, statement);
    return statement;
  };
}
