import { expect, it } from "vitest";
import { ProxyboError } from "../errors/error.ts";
import { type LockRow, type LockTable, takeLock } from "./lock.ts";

it("a lock whose release cannot be written is let go of all the same, and hides no other error", async () => {
  let held: LockRow | undefined;
  const fullDisk: LockTable = {
    replace(decide) {
      const before = held;
      held = decide(before) ?? before;
      return before;
    },
    beat: (token) => held?.token === token,
    remove: () => {
      throw new ProxyboError("STORE_UNWRITABLE", "the disk is full");
    },
  };
  const take = () => takeLock((work) => work(), fullDisk, { study: "s", name: "run", location: "a" }, {});
  const first = await take();
  await expect(take()).rejects.toMatchObject({ code: "STUDY_LOCKED" });
  await expect(first.release()).resolves.toBeUndefined();
  expect(held).toBeDefined();
  await (await take()).release();
});
