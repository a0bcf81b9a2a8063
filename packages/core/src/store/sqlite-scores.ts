import type { ProxyScore } from "../contracts/proxy.ts";
import { checksumOf } from "./sqlite-checksums.ts";
import { requireChecksum, type ScoreRow, scoreOf } from "./sqlite-rows.ts";
import type { Prepare } from "./sqlite-statements.ts";
import { nextSequence } from "./sqlite-studies.ts";

export function readScores(
  prepare: Prepare,
  scope: string,
  proxy: string,
  location: string,
): ReadonlyMap<string, ProxyScore> {
  const set = findSet(prepare, scope, proxy, location);
  if (set === undefined) return new Map();
  const rows = prepare("SELECT * FROM proxy_scores WHERE score_set = ?").all(
    set,
  ) as unknown as readonly ScoreRow[];
  return new Map(rows.map((row) => [row.key, scoreOf(row, location)]));
}

/** Within a transaction. */
export function putScores(
  prepare: Prepare,
  scope: string,
  proxy: string,
  scores: ReadonlyMap<string, ProxyScore>,
  location: string,
): void {
  const put = prepare(
    "INSERT OR REPLACE INTO proxy_scores (score_set, key, raw, seconds, failure, crc) VALUES (?, ?, ?, ?, ?, ?)",
  );
  const set = findSet(prepare, scope, proxy, location) ?? insertSet(prepare, scope, proxy);
  for (const [key, { raw, seconds, failure = null }] of scores) {
    const crc = checksumOf("proxy_scores", { score_set: set, key, raw, seconds, failure });
    put.run(set, key, raw, seconds, failure, crc);
  }
}

/** The number of a set of scores, if there is one. */
function findSet(prepare: Prepare, scope: string, proxy: string, location: string): number | undefined {
  const row = prepare("SELECT seq, scope, proxy, crc FROM score_sets WHERE scope = ? AND proxy = ?").get(
    scope,
    proxy,
  ) as { readonly seq: number; readonly crc: number } | undefined;
  if (row === undefined) return undefined;
  requireChecksum("score_sets", row, `the set of scores of '${proxy}'`, location);
  return row.seq;
}

function insertSet(prepare: Prepare, scope: string, proxy: string): number {
  const seq = nextSequence(prepare, "score_sets");
  prepare("INSERT INTO score_sets (seq, scope, proxy, crc) VALUES (?, ?, ?, ?)").run(
    seq,
    scope,
    proxy,
    checksumOf("score_sets", { seq, scope, proxy }),
  );
  return seq;
}
