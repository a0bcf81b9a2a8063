import assert from "node:assert/strict";
import type { Dataset, Split } from "../contracts/dataset.ts";
import type { Batch } from "../contracts/runtime.ts";
import type { ConformanceCase } from "./conformance.ts";

/**
 * What every data set must hold to: whole examples of the shape it declares, normalised, the same at every call.
 *
 * @param create - makes the data set anew, from the same options.
 * @example
 * for (const { name, run } of testDataset(() => fashionMnist())) test(name, run);
 */
export function testDataset(create: () => Dataset | Promise<Dataset>): readonly ConformanceCase[] {
  const each = async (check: (batch: Batch, dataset: Dataset, split: Split) => void): Promise<void> => {
    const dataset = await create();
    for (const split of ["train", "validation", "test"] as const)
      check(await dataset.examples(split), dataset, split);
  };
  return [
    {
      name: "names itself, its version and its classes",
      run: async () => {
        const { name, fingerprint, classes, task } = await create();
        assert.match(name, /\S/, "expected a name");
        assert.match(fingerprint, /\S/, "expected a fingerprint");
        const count = task.kind === "classification" ? task.classes : task.symbols;
        assert.equal(classes.length, count, "expected one name for each class or symbol of the task");
        assert.equal(new Set(classes).size, classes.length, "expected different names of classes");
      },
    },
    {
      name: "gives examples in the shape of the task, in every split",
      run: () =>
        each(({ inputs, labels }, { task }, split) => {
          assert.ok(labels.length > 0, `${split}: expected examples, got none`);
          assert.deepEqual(
            [...inputs.shape],
            [labels.length, ...task.input],
            `${split}: shape of the inputs`,
          );
          const size = inputs.shape.reduce((product, length) => product * length, 1);
          assert.equal(inputs.data.length, size, `${split}: numbers in the inputs`);
          assert.ok(inputs.data.every(Number.isFinite), `${split}: expected finite inputs`);
        }),
    },
    {
      name: "labels examples by 0 … classes − 1, or transcribes them by 1 … symbols; trains on each of these",
      run: () =>
        each(({ labels, transcripts }, { task }, split) => {
          if (task.kind === "transcription") {
            assertTranscribed(transcripts, labels, task.symbols, split);
            return;
          }
          assert.equal(transcripts, undefined, `${split}: expected no transcripts in a task of classes`);
          const wrong = labels.find((label) => label < 0 || label >= task.classes);
          assert.equal(wrong, undefined, `${split}: label ${wrong} of ${task.classes} classes`);
          if (split === "train")
            assert.equal(new Set(labels).size, task.classes, "expected training examples of every class");
        }),
    },
    {
      name: "normalises by the training split: mean 0, variance 1",
      run: async () => {
        const { data } = (await (await create()).examples("train")).inputs;
        const mean = data.reduce((sum, value) => sum + value, 0) / data.length;
        const variance = data.reduce((sum, value) => sum + (value - mean) ** 2, 0) / data.length;
        assert.ok(Math.abs(mean) < 0.01, `expected mean 0, got ${mean}`);
        assert.ok(Math.abs(variance - 1) < 0.02, `expected variance 1, got ${variance}`);
      },
    },
    {
      name: "gives the same at every call, and when made anew",
      run: async () => {
        const [first, second] = [await create(), await create()];
        assert.equal(first.fingerprint, second.fingerprint, "fingerprint");
        for (const split of ["train", "validation", "test"] as const) {
          const examples = await first.examples(split);
          assertEqual(await first.examples(split), examples, `${split}, again`);
          assertEqual(await second.examples(split), examples, `${split}, made anew`);
        }
      },
    },
    {
      name: "keeps the splits apart: no training example is tested on",
      run: async () => {
        const dataset = await create();
        const seen = rows(await dataset.examples("train"));
        for (const split of ["validation", "test"] as const) {
          const shared = [...rows(await dataset.examples(split))].filter((row) => seen.has(row)).length;
          assert.equal(shared, 0, `${shared} examples of ${split} are training examples too`);
        }
      },
    },
  ];
}

function assertTranscribed(
  transcripts: readonly Int32Array[] | undefined,
  labels: Int32Array,
  symbols: number,
  split: Split,
): void {
  assert.ok(transcripts !== undefined, `${split}: expected transcripts`);
  const lengths = transcripts.map(({ length }) => length);
  assert.deepEqual([...labels], lengths, `${split}: expected labels that count each transcript's symbols`);
  const written = new Set(transcripts.flatMap((transcript) => [...transcript]));
  for (const symbol of written)
    assert.ok(symbol >= 1 && symbol <= symbols, `${split}: symbol ${symbol}, expected 1 … ${symbols}`);
  if (split === "train")
    assert.equal(written.size, symbols, "expected every symbol in the training examples");
}

function assertEqual(actual: Batch, expected: Batch, where: string): void {
  const same = (a: ArrayBufferView, b: ArrayBufferView) => bytesOf(a).equals(bytesOf(b));
  assert.ok(same(actual.inputs.data, expected.inputs.data), `${where}: other inputs`);
  assert.ok(same(actual.labels, expected.labels), `${where}: other labels`);
  assert.deepEqual(actual.transcripts, expected.transcripts, `${where}: other transcripts`);
}

function bytesOf(view: ArrayBufferView): Buffer {
  return Buffer.from(view.buffer, view.byteOffset, view.byteLength);
}

function rows({ inputs, labels }: Batch): Set<string> {
  const size = inputs.data.length / labels.length;
  return new Set(
    Array.from(labels, (_, i) => bytesOf(inputs.data.subarray(i * size, (i + 1) * size)).toString("latin1")),
  );
}
