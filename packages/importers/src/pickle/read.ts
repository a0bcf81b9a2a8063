import type { ErrorPlace } from "@proxybo/core";
import { type DictObserver, PickleMachine } from "./machine.ts";
import type { PickleValue } from "./values.ts";
import { ByteWindow } from "./window.ts";

/**
 * Reads one pickle of plain data; bytes after it are left.
 *
 * @throws {ProxyboError} `IMPORT_INVALID` naming the operation or the name, and the byte, for all that is no plain data.
 */
export function readPickle(bytes: Buffer, place: ErrorPlace, observe?: DictObserver): PickleValue {
  const window = new ByteWindow();
  window.feed(bytes);
  const machine = new PickleMachine(window, place, observe);
  const value = machine.run();
  if (value === undefined) throw machine.cutShort();
  return value;
}

/** Reads pickles that follow one another, as they come; `observe` is told of their dicts. */
export async function* readPickles(
  chunks: AsyncIterable<Buffer>,
  place: ErrorPlace,
  observe?: DictObserver,
): AsyncGenerator<PickleValue> {
  const window = new ByteWindow();
  let machine = new PickleMachine(window, place, observe);
  for await (const chunk of chunks) {
    if (!window.feed(chunk)) continue;
    while (window.left > 0) {
      const value = machine.run();
      if (value === undefined) break;
      machine = new PickleMachine(window, place, observe);
      yield value;
    }
  }
  if (!window.isEmpty || machine.hasStarted) throw machine.cutShort();
}
