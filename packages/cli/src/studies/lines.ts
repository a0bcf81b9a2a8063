import { ProxyboError } from "@proxybo/core";

/** Longest line that is taken, in bytes: far longer than any record, and short beside the memory. */
const longestLine = 1 << 24;

/**
 * The lines of UTF-8 text, one after the other. `IMPORT_INVALID` names the line that is too long or not UTF-8.
 *
 * @param chunks - bytes, cut anywhere.
 * @param file - for people.
 */
export async function* readLines(
  chunks: AsyncIterable<Buffer>,
  file: string,
  longest = longestLine,
): AsyncGenerator<string> {
  const decoder = new TextDecoder("utf-8", { fatal: true });
  let begun: Buffer[] = [];
  let length = 0;
  let row = 1;
  const malformed = (message: string, cause?: unknown): ProxyboError =>
    new ProxyboError("IMPORT_INVALID", message, {
      place: { file, row },
      hint: "expected a study as `proxybo studies export` writes it",
      cause,
    });
  const add = (part: Buffer): void => {
    length += part.length;
    if (length > longest)
      throw malformed(`expected a line of at most ${longest} bytes, got a longer one: is it JSON Lines?`);
    if (part.length > 0) begun.push(part);
  };
  const take = (): string => {
    try {
      const line = decoder.decode(Buffer.concat(begun));
      row += 1;
      return line;
    } catch (cause) {
      throw malformed("expected UTF-8, got other bytes", cause);
    } finally {
      begun = [];
      length = 0;
    }
  };
  for await (const chunk of chunks) {
    let from = 0;
    for (let end = chunk.indexOf(10); end !== -1; end = chunk.indexOf(10, from)) {
      add(chunk.subarray(from, end));
      yield take();
      from = end + 1;
    }
    add(chunk.subarray(from));
  }
  if (length > 0) yield take();
}
