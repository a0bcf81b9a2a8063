import type { Source } from "../files/source.ts";
import { importInvalid } from "../invalid.ts";
import { readPickles } from "../pickle/read.ts";
import { PickleDict } from "../pickle/values.ts";
import { type ProxyScores, ScoreRows } from "./scores.ts";

const mostRows = 1_000_000;

/**
 * Reads the pickle streams of zero-cost-nas, e.g. `nb2_cf10_seed42_dlrandom_dlinfo1_initwnone_initbnone.p` or
 * `nb1_cf10.p`: one dict an architecture, with its text or its hash and `logmeasures`.
 *
 * Source: Abdelfattah et al., Zero-Cost Proxies for Lightweight NAS (ICLR 2021).
 */
export async function readZeroCostNas(source: Source): Promise<ProxyScores> {
  const { file } = source;
  const rows = new ScoreRows();
  let by: "arch" | "hash" | undefined;
  let number = 0;
  const seen = new Set<string>();
  for await (const record of readPickles(source.chunks(), { file })) {
    number += 1;
    const wrong = (message: string): Error => importInvalid(`pickle ${number}: ${message}`, { file });
    if (number > mostRows) throw wrong(`expected at most ${mostRows} architectures, got more`);
    if (!(record instanceof PickleDict))
      throw wrong("expected a dict of one architecture, got another value");
    const measures = record.get("logmeasures");
    if (!(measures instanceof PickleDict)) throw wrong("expected 'logmeasures', got none");
    const own = record.has("hash") ? "hash" : "arch";
    by ??= own;
    const key = record.get(own);
    if (typeof key !== "string" || own !== by || key.length > 500)
      throw wrong(`expected an architecture by its ${by}, got another value`);
    if (seen.has(key)) throw wrong(`expected each architecture once, got '${key}' again`);
    seen.add(key);
    rows.add(
      key,
      [...measures].flatMap(([name, score]): (readonly [string, number])[] =>
        typeof name === "string" && typeof score === "number" ? [[name, score]] : [],
      ),
    );
  }
  if (by === undefined) throw importInvalid("expected pickles, one an architecture, got none", { file });
  return {
    dataset: undefined,
    space: by === "arch" ? "nb201" : "nb101",
    by,
    keys: rows.keys,
    proxies: rows.finish(),
  };
}
