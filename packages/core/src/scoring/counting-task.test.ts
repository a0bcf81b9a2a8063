import { expect, it } from "vitest";
import { ProxyboError } from "../errors/error.ts";
import type { Task } from "../contracts/network.ts";
import { necklaces } from "../../test/necklaces.ts";
import { countingTask } from "./counting-task.ts";

const images = necklaces(3);
const only = (kind?: Task["kind"]): typeof images => ({
  ...images,
  network: (architecture, task) => {
    if (task.kind !== kind) throw new ProxyboError("NETWORK_INVALID", "not for that");
    return images.network(architecture, { kind: "classification", input: [3, 8, 8], classes: 2 });
  },
});

it("is images where a space builds networks for them, else speech, else nothing", () => {
  expect(countingTask(images)).toEqual({ kind: "classification", input: [3, 32, 32], classes: 10 });
  expect(countingTask(only("transcription"))).toMatchObject({ kind: "transcription" });
  expect(countingTask(only())).toBeUndefined();
});
