import type { IncomingMessage, ServerResponse } from "node:http";
import { headers } from "./access.ts";
import type { Part, Parts } from "./parts.ts";

/** A comment now and then shows that the connection stands, in milliseconds. */
const signOfLife = 15_000;

/** Answers with server-sent events: what changed since the version that the page has, then every change. */
export function streamParts(request: IncomingMessage, response: ServerResponse, parts: Parts): void {
  const { searchParams } = new URL(request.url ?? "/", "http://localhost");
  const known = Number(request.headers["last-event-id"] ?? searchParams.get("since") ?? Number.NaN);
  response.writeHead(200, { ...headers, "content-type": "text/event-stream; charset=utf-8" });
  response.write("retry: 2000\n\n");
  const send = ({ name, markup, version }: Part): void => {
    // One that does not read is not written to without end: it comes again, and gets what it missed.
    if (response.writableLength > 16 << 20) return void response.destroy();
    response.write(`event: part\nid: ${version}\ndata: ${JSON.stringify({ name, markup })}\n\n`);
  };
  // A version of an earlier server means nothing here.
  for (const part of parts.all(known <= parts.version ? known : -1)) send(part);
  const stop = parts.listen(send);
  const timer = setInterval(() => response.write(": still here\n\n"), signOfLife);
  response.on("close", () => {
    clearInterval(timer);
    stop();
  });
}
