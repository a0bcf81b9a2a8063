import { PackedTexts } from "@proxybo/core";
import type { Source } from "../files/source.ts";
import { importInvalid } from "../invalid.ts";
import { type Column, type ImportedTable, number, text } from "../tables/column.ts";
import { GrowingNumbers } from "../tables/growing.ts";
import { tfRecords } from "../tfrecord/records.ts";
import { budgets, readNb101Record } from "./nb101-record.ts";

/** Sums over the trainings of each architecture with one budget, by row. */
interface Sums {
  readonly count: GrowingNumbers;
  readonly valid: GrowingNumbers;
  readonly test: GrowingNumbers;
  readonly seconds: GrowingNumbers;
}

/**
 * Reads `nasbench_only108.tfrecord` or `nasbench_full.tfrecord`: means over the trainings of each architecture,
 * accuracies in percent, seconds of one training. The longest budget in the file gives `valid`, `test` and `seconds`,
 * the others `valid_36`, `test_36`, `seconds_36` and so on.
 *
 * Source: Ying et al., NAS-Bench-101 (ICML 2019).
 */
export async function importNb101(source: Source): Promise<ImportedTable> {
  const { file } = source;
  const rows = new Map<string, number>();
  // Packed: a million texts of their own would take more than all numbers.
  const archs = new PackedTexts();
  const parameters = new GrowingNumbers();
  const sums: readonly Sums[] = budgets.map(() => ({
    count: new GrowingNumbers(),
    valid: new GrowingNumbers(),
    test: new GrowingNumbers(),
    seconds: new GrowingNumbers(),
  }));
  const used = budgets.map(() => false);
  for await (const batch of tfRecords(source.chunks(), file))
    for (const record of batch) {
      const { hash, arch, budget, metrics } = readNb101Record(record, file);
      let row = rows.get(hash);
      if (row === undefined) {
        row = archs.length;
        archs.append(arch);
        rows.set(hash, row);
        parameters.push(metrics.parameters);
      } else if (archs.at(row) !== arch)
        throw importInvalid(
          `record ${record.number} at byte ${record.offset}: expected the same architecture for the hash ${hash} as before, '${archs.at(row)}', got '${arch}'`,
          { file },
        );
      const own = sums[budget]!;
      // Columns of budgets that come late, or for few architectures, are as long as they must be.
      for (const column of Object.values(own) as GrowingNumbers[])
        while (column.length <= row) column.push(0);
      used[budget] = true;
      own.count.add(row, 1);
      own.valid.add(row, metrics.valid);
      own.test.add(row, metrics.test);
      own.seconds.add(row, metrics.seconds);
    }
  archs.finish();
  const hashes = new PackedTexts();
  for (const hash of rows.keys()) hashes.append(hash);
  rows.clear();
  const longest = used.lastIndexOf(true);
  const columns: Column[] = [text("arch", archs)];
  for (const [i, epochs] of [...budgets.entries()].toReversed())
    if (used[i]) columns.push(...means(sums[i]!, archs.length, i === longest ? "" : `_${epochs}`));
  return {
    name: "nb101",
    benchmark: "NAS-Bench-101",
    dataset: "cifar10",
    space: "nb101",
    metric: "accuracy",
    columns: [...columns, number("params", parameters.values()), text("hash", hashes)],
  };
}

/** The means, in place of the sums: there are a dozen columns of 423,624 rows. */
function means({ count, valid, test, seconds }: Sums, length: number, suffix: string): readonly Column[] {
  const mean = (sum: GrowingNumbers, factor: number): Float64Array => {
    while (sum.length < length) sum.push(Number.NaN);
    const values = sum.values();
    for (let row = 0; row < length; row++)
      values[row] = (factor * values[row]!) / (row < count.length ? count.at(row) : 0);
    return values;
  };
  return [
    number(`valid${suffix}`, mean(valid, 100)),
    number(`test${suffix}`, mean(test, 100)),
    number(`seconds${suffix}`, mean(seconds, 1)),
  ];
}
