import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { failureOf } from "../../test/folder.ts";
import { writeRecords } from "../../test/write-records.ts";
import { crc32c, maskedCrc32c } from "./crc32c.ts";
import { tfRecords } from "./records.ts";

async function* pieces(bytes: Buffer, size: number): AsyncGenerator<Buffer> {
  for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size);
}

async function read(bytes: Buffer, size = 1000): Promise<readonly string[]> {
  const found: string[] = [];
  for await (const batch of tfRecords(pieces(bytes, size), "x.tfrecord"))
    for (const { data, number } of batch) {
      expect(number).toBe(found.length + 1);
      found.push(data.toString());
    }
  return found;
}

const failure = (bytes: Buffer): Promise<string> => failureOf(read(bytes));

describe("CRC-32C", () => {
  it("gives the check value of RFC 3720, and those of its appendix", () => {
    expect(crc32c(Buffer.from("123456789"))).toBe(0xe3069283);
    expect(crc32c(Buffer.alloc(32))).toBe(0x8a9136aa);
    expect(crc32c(Buffer.alloc(32, 255))).toBe(0x62a8ab43);
    expect(crc32c(Buffer.from(Array.from({ length: 32 }, (_, i) => i)))).toBe(0x46dd794e);
  });

  it("is masked as TensorFlow does", () => {
    const crc = 0xe3069283;
    const rotated = ((crc >>> 15) | (crc << 17)) >>> 0;
    expect(maskedCrc32c(Buffer.from("123456789"))).toBe((rotated + 0xa282ead8) % 2 ** 32);
  });
});

describe("TFRecord files", () => {
  it("give their records back, whatever the pieces in which they come", async () => {
    const texts = fc.array(fc.string({ unit: "binary-ascii", maxLength: 100 }), {
      minLength: 1,
      maxLength: 20,
    });
    await fc.assert(
      fc.asyncProperty(texts, fc.integer({ min: 1, max: 300 }), async (records, size) => {
        expect(await read(writeRecords(records), size)).toEqual(records);
      }),
    );
  });

  it("are refused where any byte is changed, or the end is missing", async () => {
    const whole = writeRecords(["first", "second", ""]);
    await fc.assert(
      fc.asyncProperty(fc.nat(whole.length - 1), fc.integer({ min: 1, max: 255 }), async (at, change) => {
        const changed = Buffer.from(whole);
        changed[at]! ^= change;
        expect(await failure(changed)).toMatch(
          /^IMPORT_INVALID: expected TFRecord data, got: record \d at byte \d+: /,
        );
      }),
    );
    // Where a record ends, a file may end.
    const boundaries = new Set([21, 43]);
    const lengths = Array.from({ length: whole.length - 1 }, (_, i) => i + 1).filter(
      (length) => !boundaries.has(length),
    );
    for (const length of lengths)
      expect(await failure(whole.subarray(0, length))).toContain("the file ends within record");
    expect(await failure(Buffer.alloc(0))).toContain("the file holds no record");
  });

  it("are refused at once where a length is huge, though its checksum fits", async () => {
    const head = Buffer.alloc(12);
    head.writeBigUInt64LE(2n ** 40n);
    head.writeUInt32LE(maskedCrc32c(head, 0, 8), 8);
    expect(await failure(head)).toContain(
      "record 1 at byte 0: a length of 1099511627776 bytes, more than 16777216",
    );
  });

  it("fail in that one way only, whatever the bytes", async () => {
    await fc.assert(
      fc.asyncProperty(fc.uint8Array({ maxLength: 300 }), async (bytes) => {
        expect(await failure(Buffer.from(bytes))).toMatch(/^IMPORT_INVALID: /);
      }),
    );
  });
});
