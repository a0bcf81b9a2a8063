import { randomBytes } from "node:crypto";
import { once } from "node:events";
import process from "node:process";
import { ProxyboError } from "@proxybo/core";
import { command } from "../arguments/command.ts";
import { outputFlags, storeFlags } from "../arguments/flags.ts";
import { loadOptionalPackage } from "../optional-package.ts";
import { openStore } from "../search/open.ts";
import { requireTrust, trustFlags } from "../trust/require-trust.ts";
import { note, writeJson, writeLines } from "../terminal/write.ts";
import { isLoopback } from "../watch/access.ts";
import { openPages } from "../watch/pages.ts";
import { serve, type WatchServer } from "../watch/server.ts";

/** Taken where no port is asked for and it is free, so that a page that is open finds the next server again. */
const usualPort = 7317;

export const watch = command({
  description:
    "Shows running studies in a page on this machine, live: curves, influence, cells, what is in flight; pause, resume and stop.",
  args: {
    study: {
      type: "positional",
      required: false,
      description: "ids, starts of ids or names (default: all that run, and those that start)",
    },
    port: {
      type: "string",
      valueHint: "n",
      description: `listen at this port (default: ${usualPort}, or a free one)`,
    },
    host: {
      type: "string",
      valueHint: "address",
      description: "listen at this address (default: 127.0.0.1, this machine only)",
    },
    ...trustFlags,
    ...storeFlags,
    ...outputFlags,
  },
  rest: true,
  examples: [
    { line: "proxybo watch", does: "whatever runs now; open the address that it prints" },
    { line: "proxybo watch 3f2a", does: "one study" },
    { line: "proxybo watch seed1 seed2 --port 8000", does: "two studies, at a port of your choice" },
  ],
  run: async ({ args }) => {
    const host = args.host ?? "127.0.0.1";
    const port = readPort(args.port);
    const report = await loadOptionalPackage<typeof import("@proxybo/report")>("@proxybo/report");
    await using store = await openStore(args.store);
    const watched = new Set<string>();
    for (const reference of args._) {
      const record = await store.study(reference);
      // What a stranger's study would run is asked for here, where there is a terminal, not at the first request.
      if (args.trust === true) await requireTrust(record, true);
      watched.add(record.id);
    }
    await using pages = openPages(report, store, {
      watched: watched.size === 0 ? undefined : watched,
      trust: args.trust,
    });
    const token = randomBytes(24).toString("base64url");
    await using server = await listenAt(pages, host, port, token);
    if (!isLoopback(host))
      note(
        `others can reach this: whoever has the address can follow and stop the studies, and it is not encrypted; from elsewhere, ssh -L ${server.port}:localhost:${server.port} to this machine is safer`,
      );
    const asked = Promise.race([once(process, "SIGINT"), once(process, "SIGTERM")]);
    const url = `http://${shown(host)}:${server.port}/?token=${token}`;
    if (args.json === true) writeJson({ version: 1, url, studies: [...watched] });
    else writeLines([url, "Open it in a browser; Ctrl-C ends it, the studies go on."]);
    await asked;
    return 0;
  },
});

async function listenAt(
  pages: Parameters<typeof serve>[0],
  host: string,
  port: number | undefined,
  token: string,
): Promise<WatchServer> {
  if (port !== undefined) return serve(pages, { host, port, token });
  try {
    return await serve(pages, { host, port: usualPort, token });
  } catch {
    return serve(pages, { host, port: 0, token });
  }
}

function readPort(given: string | undefined): number | undefined {
  if (given === undefined) return undefined;
  const port = Number(given);
  if (Number.isInteger(port) && port >= 0 && port <= 65_535) return port;
  throw new ProxyboError("USAGE", `expected a port, 0 … 65535, got '${given}'`);
}

/** The address as a browser takes it: where all addresses are listened at, the one that is here. */
function shown(host: string): string {
  if (host === "0.0.0.0" || host === "::") return "localhost";
  return host.includes(":") ? `[${host}]` : host;
}
