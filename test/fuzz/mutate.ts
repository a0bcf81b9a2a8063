import fc from "fast-check";

// Where an edit is, as a fraction of what is there.
const place = fc.double({ min: 0, max: 1, noNaN: true, maxExcluded: true });
const awkwardBytes = [0, 1, 0x7f, 0x80, 0xff];

/** Bytes as they should be, with a few edits: bits turned, ranges cut out, doubled, overwritten or swapped for another's. */
export function mutatedBytes(seeds: readonly Uint8Array[]): fc.Arbitrary<Buffer> {
  const edit = fc.oneof(
    fc.record({ kind: fc.constant("turn" as const), at: place, bit: fc.nat(7) }),
    fc.record({ kind: fc.constant("set" as const), at: place, by: fc.constantFrom(...awkwardBytes) }),
    fc.record({
      kind: fc.constantFrom("cut" as const, "double" as const, "zero" as const),
      at: place,
      bytes: fc.integer({ min: 1, max: 64 }),
    }),
    fc.record({ kind: fc.constant("put" as const), at: place, put: fc.uint8Array({ maxLength: 16 }) }),
    fc.record({ kind: fc.constant("end" as const), at: place }),
    fc.record({ kind: fc.constant("join" as const), at: place, other: fc.constantFrom(...seeds) }),
  );
  return fc
    .tuple(fc.constantFrom(...seeds), fc.array(edit, { minLength: 1, maxLength: 4 }))
    .map(([seed, edits]) => {
      let bytes = Buffer.from(seed);
      for (const each of edits) {
        const at = Math.floor(each.at * bytes.length);
        const [before, after] = [bytes.subarray(0, at), bytes.subarray(at)];
        if (each.kind === "turn" && bytes.length > 0) bytes[at]! ^= 1 << each.bit;
        else if (each.kind === "set" && bytes.length > 0) bytes[at] = each.by;
        else if (each.kind === "cut") bytes = Buffer.concat([before, after.subarray(each.bytes)]);
        else if (each.kind === "double")
          bytes = Buffer.concat([before, after.subarray(0, each.bytes), after]);
        else if (each.kind === "zero") after.fill(0, 0, Math.min(each.bytes, after.length));
        else if (each.kind === "put") bytes = Buffer.concat([before, each.put, after]);
        else if (each.kind === "end") bytes = Buffer.from(before);
        else if (each.kind === "join") bytes = Buffer.concat([before, each.other.subarray(at)]);
      }
      return bytes;
    });
}

/** Texts as they should be with a few edits or other words, and texts of any kind. */
export function mutatedText(seeds: readonly string[], tokens: readonly string[]): fc.Arbitrary<string> {
  const put = fc.oneof(fc.constantFrom(...tokens), fc.string({ unit: "binary", maxLength: 4 }));
  const edit = fc.record({ at: place, cut: fc.nat(6), put });
  const mutated = fc
    .tuple(fc.constantFrom(...seeds), fc.array(edit, { minLength: 1, maxLength: 4 }))
    .map(([seed, edits]) =>
      edits.reduce((text, { at, cut, put: by }) => {
        const from = Math.floor(at * text.length);
        return text.slice(0, from) + by + text.slice(from + cut);
      }, seed),
    );
  const swapped = fc
    .tuple(
      fc.constantFrom(...seeds),
      fc.array(fc.record({ at: place, by: fc.constantFrom(...tokens) }), { minLength: 1, maxLength: 3 }),
    )
    .map(([seed, edits]) => {
      const words: string[] = seed.match(/\w+|\W/g) ?? [];
      for (const { at, by } of edits) words[Math.floor(at * words.length)] = by;
      return words.join("");
    });
  const joined = fc.array(fc.constantFrom(...tokens), { maxLength: 40 }).map((all) => all.join(""));
  return fc.oneof(
    { weight: 4, arbitrary: mutated },
    { weight: 6, arbitrary: swapped },
    { weight: 1, arbitrary: joined },
    { weight: 1, arbitrary: fc.string({ unit: "binary", maxLength: 200 }) },
  );
}

/** JSON values as they should be with one value somewhere replaced, and any others. */
export function mutatedJson(seeds: readonly unknown[], leaves: readonly unknown[]): fc.Arbitrary<unknown> {
  const leaf = fc.oneof(fc.constantFrom(...leaves), fc.jsonValue());
  const replaced = fc
    .tuple(fc.constantFrom(...seeds), fc.array(place, { minLength: 1, maxLength: 5 }), leaf)
    .map(([seed, path, value]) => replacedAt(seed, path, value));
  return fc.oneof(
    { weight: 6, arbitrary: replaced },
    { weight: 1, arbitrary: fc.jsonValue() },
    { weight: 1, arbitrary: fc.anything() },
  );
}

function replacedAt(value: unknown, [step, ...path]: readonly number[], by: unknown): unknown {
  if (step === undefined || typeof value !== "object" || value === null) return by;
  const entries = Object.entries(value);
  if (entries.length === 0) return by;
  const chosen = Math.floor(step * entries.length);
  const changed = entries.map(([key, held], i) => [key, i === chosen ? replacedAt(held, path, by) : held]);
  if (Array.isArray(value)) return changed.map(([, held]) => held as unknown);
  return Object.fromEntries(changed) as unknown;
}
