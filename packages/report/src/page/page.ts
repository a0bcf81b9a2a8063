import { comparisonSection } from "../sections/comparison.ts";
import { sectionsOf } from "../sections/sections.ts";
import type { ReportStudy } from "../study/study.ts";
import { html, type Insert, type Markup, trusted } from "./html.ts";
import { style } from "./style.ts";

/**
 * One study, or several compared, as a page that needs nothing else: no network, no script.
 *
 * @param studies - at least one.
 * @example
 * await writeFile("report.html", await reportPage([study]));
 */
export async function reportPage(
  studies: readonly ReportStudy[],
  created: Date = new Date(),
): Promise<string> {
  const [first, ...others] = studies;
  if (first === undefined) throw new TypeError("expected at least one study to report");
  const made = `${created.toISOString().slice(0, 16).replace("T", " ")} UTC`;
  if (others.length === 0) {
    const body = await sectionsOf(first);
    return frame(
      first.record.name,
      html`${heading(first)} ${body.map(({ markup }) => markup)} ${footer(made)}`,
    );
  }
  const parts: Markup[] = [];
  for (const study of studies)
    parts.push(
      html`<section class="study">
        <h1 id="study-${study.record.id}">${study.record.name}</h1>
        ${lead(study)} ${(await sectionsOf(study)).map(({ markup }) => markup)}
      </section>`,
    );
  const title = `${studies.length} studies compared`;
  return frame(
    title,
    html`<h1>${title}</h1>
      ${await comparisonSection(studies)} ${parts} ${footer(made)}`,
  );
}

/** A whole document around a body. What it may load is nothing, whatever the body says. */
function frame(title: string, body: Insert): string {
  return html`${trusted("<!doctype html>")}
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <title>${title}</title>
        <style>
          ${trusted(style)}
        </style>
      </head>
      <body>
        ${body}
      </body>
    </html> `.markup;
}

function heading(study: ReportStudy): Markup {
  return html`<h1>${study.record.name}</h1>
    ${lead(study)}`;
}

function lead({ record }: ReportStudy): Markup {
  return html`<p class="lead">
    study ${record.id} · started ${record.created.slice(0, 16).replace("T", " ")} UTC
  </p>`;
}

function footer(made: string): Markup {
  return html`<p class="note">Made ${made} by proxybo.</p>`;
}
