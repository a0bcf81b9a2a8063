import type { StudyStore } from "@proxybo/core";
import { readStatus, leaveWish } from "../control/files.ts";
import { isRunning } from "../control/liveness.ts";
import { openReader } from "../report/gather.ts";
import { followAll } from "./follow-all.ts";
import { type Followed, followStudy } from "./follow-study.ts";
import { look } from "./look.ts";
import { livePage, plainPage } from "./page.ts";
import { script } from "./script.ts";
import type { Pages } from "./server.ts";

type Report = typeof import("@proxybo/report");

/** How often pages that someone follows are brought up to date, in milliseconds. */
const beat = 1000;

/** All pages of a store: an overview, and one of each study. */
export function openPages(
  report: Report,
  store: StudyStore,
  options: {
    /** Ids of the studies that were named; `undefined`: all of the store may be seen, the running ones are listed. */
    readonly watched: ReadonlySet<string> | undefined;
    readonly trust: boolean | undefined;
  },
): Pages & AsyncDisposable {
  const { watched, trust } = options;
  const followed = new Map<string, Promise<Followed>>();
  const served = files(report);
  const closing = new AsyncDisposableStack();
  let working: Promise<void> = Promise.resolve();

  const idAt = async (path: string): Promise<string | undefined> => {
    const name = /^\/study\/([^/]+)$/.exec(path)?.[1];
    if (name === undefined) return undefined;
    const id = decodeURIComponent(name);
    const known = watched ?? new Set((await store.studies()).map((study) => study.id));
    return known.has(id) ? id : undefined;
  };
  const follow = (path: string, open: () => Promise<Followed>): Promise<Followed> => {
    const there = followed.get(path);
    if (there !== undefined) return there;
    const opening = open();
    followed.set(path, opening);
    opening.catch(() => followed.delete(path));
    return opening;
  };
  const at = async (path: string): Promise<Followed | undefined> => {
    if (path === "/") return follow(path, async () => followAll(report, store, watched));
    const id = await idAt(path);
    if (id === undefined) return undefined;
    return follow(path, async () =>
      followStudy(report, store, closing.use(await openReader(store, id, trust))),
    );
  };
  const refresh = async (): Promise<void> => {
    for (const opening of followed.values()) {
      const one = await opening.catch(() => undefined);
      // A store that is busy or being repaired is read at the next beat.
      if (one?.parts.followed) await one.refresh().catch(() => undefined);
    }
  };
  const timer = setInterval(() => {
    working = working.then(refresh);
  }, beat);
  closing.defer(() => working);
  closing.defer(() => clearInterval(timer));

  return {
    async page(path) {
      if (path === "/" && watched?.size === 1)
        return { moved: `/study/${encodeURIComponent([...watched][0]!)}` };
      const one = await at(path);
      if (one === undefined) return undefined;
      await one.refresh();
      const id = await idAt(path);
      const record = id === undefined ? undefined : await store.study(id);
      const { html } = report;
      const back = watched?.size === 1 ? "" : html` · <a href="/">all studies</a>`;
      return {
        document: livePage(report, {
          title: record?.name ?? "Studies",
          lead:
            record === undefined
              ? "followed while they run"
              : html`study ${record.id} · started ${record.created.slice(0, 16).replace("T", " ")} UTC${back}`,
          parts: one.parts,
          events: `/events${path}`,
        }).markup,
      };
    },
    parts: async (path) => (await at(path))?.parts,
    file: (path) => (Object.hasOwn(served, path) ? served[path] : undefined),
    async control(study, wish) {
      if ((await idAt(`/study/${encodeURIComponent(study)}`)) === undefined)
        return "there is no such study here";
      if (!isRunning(await readStatus(store.location, study)))
        return "no process runs this study now: proxybo resume goes on with it";
      await leaveWish(store.location, study, wish);
      return undefined;
    },
    refused: plainPage(
      report,
      "Not without its key",
      "Open the whole address that proxybo watch printed in the terminal.",
    ).markup,
    [Symbol.asyncDispose]: () => closing.disposeAsync(),
  };
}

function files({
  style,
}: Report): Readonly<Record<string, { readonly type: string; readonly text: string }>> {
  return {
    "/style.css": { type: "text/css", text: style + look },
    "/watch.js": { type: "text/javascript", text: script },
  };
}
