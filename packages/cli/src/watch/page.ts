import type { Insert, Markup } from "@proxybo/report";
import type { Parts } from "./parts.ts";

type Report = typeof import("@proxybo/report");

/** A page that follows its parts: whole as it is sent, kept up to date by its script. */
export function livePage(
  report: Report,
  page: {
    readonly title: string;
    readonly lead: Insert;
    readonly parts: Parts;
    /** Where its changes are sent. */
    readonly events: string;
  },
): Markup {
  const { html, trusted } = report;
  const { title, lead, parts, events } = page;
  return wholePage(
    report,
    title,
    html`<script src="/watch.js" defer></script>`,
    html`<p class="lead">${lead}</p>
      <p class="lost" id="lost" role="alert" hidden>
        The connection is lost; trying again. Is proxybo watch still running?
      </p>
      <p class="note" id="told" role="status"></p>
      <main data-events="${events}?since=${parts.version}">
        ${parts.all().map(({ name, markup }) => html`<div id="part-${name}">${trusted(markup)}</div> `)}
      </main>
      <dialog id="confirm" aria-labelledby="question">
        <p id="question"></p>
        <form method="dialog">
          <button value="no">Cancel</button>
          <button value="yes">Yes</button>
        </form>
      </dialog>`,
  );
}

/** A page with a few words. */
export function plainPage(report: Report, title: string, words: Insert): Markup {
  return wholePage(report, title, "", report.html`<p>${words}</p>`);
}

function wholePage({ html, trusted }: Report, title: string, script: Insert, body: Insert): Markup {
  return html`${trusted("<!doctype html>")}
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <title>${title}</title>
        <link rel="stylesheet" href="/style.css" />
        <link rel="icon" href="data:," />
        ${script}
      </head>
      <body>
        <h1>${title}</h1>
        ${body}
      </body>
    </html> `;
}
