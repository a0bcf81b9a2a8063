import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { messageOf, ProxyboError } from "@proxybo/core";
import { type Wish, wishes } from "../control/files.ts";
import { cookieName, hasToken, headers, isKnownHost, isOwnOrigin, isToken } from "./access.ts";
import type { Parts } from "./parts.ts";
import { streamParts } from "./stream.ts";

/** What is served; each answer is made by one of these. */
export interface Pages {
  /** The page at a path: its document; `undefined` where there is none; or where it is instead. */
  page(path: string): Promise<{ readonly document: string } | { readonly moved: string } | undefined>;
  /** The parts whose changes are sent from `/events` and a page's path. */
  parts(path: string): Promise<Parts | undefined>;
  /** A file that pages load: style and script. */
  file(path: string): { readonly type: string; readonly text: string } | undefined;
  /** Passes a wish on to the run of a study; why it cannot, where it cannot. */
  control(study: string, wish: Wish): Promise<string | undefined>;
  /** What to say to one without the token. */
  refused: string;
}

/** A server that listens. */
export interface WatchServer extends AsyncDisposable {
  readonly port: number;
}

/** Longest body of a request, in bytes: a wish is shorter. */
const longestBody = 1000;
/** At most so many pages follow at once. */
const mostStreams = 64;

/**
 * Serves the pages. Every request must name this server (DNS rebinding) and have the token; one that changes something
 * must come from a page of it besides.
 *
 * @throws {ProxyboError} `USAGE` where the address cannot be listened at.
 */
export async function serve(
  pages: Pages,
  { host, port, token }: { readonly host: string; readonly port: number; readonly token: string },
): Promise<WatchServer> {
  let streams = 0;
  const server = createServer((request, response) => {
    answer(request, response).catch((error: unknown) => {
      if (response.headersSent) response.destroy();
      else reply(response, 500, messageOf(error));
    });
  });

  const answer = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    if (!isKnownHost(request.headers.host, host))
      return reply(response, 421, "this server does not go by that name");
    const { pathname, searchParams } = new URL(request.url ?? "/", "http://localhost");
    const bound = (server.address() as AddressInfo).port;
    const given = searchParams.get("token");
    if (request.method === "GET" && given !== null && isToken(given, token)) {
      const cookie = `${cookieName(bound)}=${token}; Path=/; HttpOnly; SameSite=Strict`;
      response.writeHead(303, { ...headers, location: pathname, "set-cookie": cookie }).end();
      return;
    }
    // The style tells nothing, and the page that refuses needs it.
    const open = pathname === "/style.css";
    if (!open && !hasToken(request.headers, bound, token))
      return reply(response, 403, pages.refused, "text/html");
    if (request.method === "POST") return control(request, response, pathname);
    if (request.method !== "GET") return reply(response, 405, "expected GET or POST");
    const file = pages.file(pathname);
    if (file !== undefined) return reply(response, 200, file.text, file.type);
    if (pathname.startsWith("/events/")) return stream(request, response, pathname.slice("/events".length));
    const page = await pages.page(pathname);
    if (page === undefined) return reply(response, 404, "there is no such page here");
    if ("moved" in page) response.writeHead(302, { ...headers, location: page.moved }).end();
    else reply(response, 200, page.document, "text/html");
  };

  const stream = async (request: IncomingMessage, response: ServerResponse, path: string): Promise<void> => {
    const parts = await pages.parts(path);
    if (parts === undefined) return reply(response, 404, "there is no such page here");
    if (streams >= mostStreams) return reply(response, 503, "too many pages are open");
    streams++;
    response.on("close", () => streams--);
    streamParts(request, response, parts);
  };

  const control = async (request: IncomingMessage, response: ServerResponse, path: string): Promise<void> => {
    const study = /^\/control\/([^/]+)$/.exec(path)?.[1];
    if (study === undefined) return reply(response, 404, "there is nothing to control here");
    if (!isOwnOrigin(request.headers))
      return reply(response, 403, "a wish must come from a page of this server");
    if (request.headers["content-type"] !== "application/json") return reply(response, 415, "expected JSON");
    const wish = wishIn(await bodyOf(request));
    if (wish === undefined) return reply(response, 400, `expected one of ${wishes.join(", ")}`);
    const refusal = await pages.control(decodeURIComponent(study), wish);
    reply(response, refusal === undefined ? 202 : 409, refusal ?? "");
  };

  await listen(server, host, port);
  return {
    port: (server.address() as AddressInfo).port,
    async [Symbol.asyncDispose]() {
      const closed = new Promise((resolve) => server.close(resolve));
      server.closeAllConnections();
      await closed;
    },
  };
}

function reply(response: ServerResponse, status: number, text: string, type = "text/plain"): void {
  response.writeHead(status, { ...headers, "content-type": `${type}; charset=utf-8` }).end(text);
}

async function bodyOf(request: IncomingMessage): Promise<string> {
  let body = "";
  for await (const chunk of request.setEncoding("utf8")) {
    body += chunk as string;
    if (body.length > longestBody) return "";
  }
  return body;
}

function wishIn(body: string): Wish | undefined {
  try {
    const { wish } = JSON.parse(body) as { readonly wish?: unknown };
    return wishes.find((each) => each === wish);
  } catch {
    return undefined;
  }
}

async function listen(server: Server, host: string, port: number): Promise<void> {
  try {
    await new Promise<void>((resolve, reject) => {
      server.once("error", reject);
      server.listen(port, host, () => {
        server.off("error", reject);
        resolve();
      });
    });
  } catch (error) {
    throw new ProxyboError("USAGE", `cannot listen at ${host}, port ${port}: ${messageOf(error)}`, {
      hint: "another port: --port 0 takes any that is free",
      cause: error,
    });
  }
}
