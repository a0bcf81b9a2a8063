import type { BenchSummary } from "../analysis/summary.ts";
import type { Figure } from "./figures/figures.ts";
import { html, type Markup, style, trusted } from "@proxybo/report";
import { provenance } from "./provenance.ts";
import { select } from "./select.ts";
import { cost } from "./tables/cost.ts";
import { correlationTable } from "./tables/correlations.ts";
import { finalErrors } from "./tables/final-errors.ts";
import { pairedDifferences } from "./tables/paired.ts";
import { regret } from "./tables/regret.ts";
import { speed, speedOn } from "./tables/speed.ts";

/** Figures of several panels, which take the whole width. */
const wide: ReadonlySet<Figure["part"]> = new Set(["fig2b", "fig2c"]);

/** The whole report as one page that needs nothing else. */
export function page(summary: BenchSummary, figures: readonly Figure[]): string {
  const title = "Search methods compared";
  const { seeds, evaluations, tasks, created } = summary;
  return html`${trusted("<!doctype html>")}
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <title>${title}: ${tasks.map((task) => task.title).join(", ")}</title>
        <style>
          ${trusted(style)}
        </style>
      </head>
      <body>
        <h1>${title}</h1>
        <p class="lead">
          ${tasks.map((task) => task.title).join(", ")} · ${seeds.length}
          ${seeds.length === 1 ? "seed" : "seeds"} · up to ${evaluations} evaluations ·
          ${created.slice(0, 16).replace("T", " ")} UTC
        </p>
        ${incomplete(summary)}
        ${
          summary.correlations.length === 0
            ? ""
            : html`<h2>Proxies</h2>
                ${correlationTable(summary)}`
        }
        ${comparison(summary, figures)}
        ${section(figures, "fig2a", "Figure 2a. Initial temperature", "Mean error with one standard error against τ₀: the lower the temperature, the more one source decides.")}
        ${section(figures, "fig2b", "Figure 2b. Who is trusted", "Means over the seeds: generalisation ability G (share of pairs of observations that a source orders as training does; ½ is chance) and influence I on the next pick.")}
        ${subsets(summary, figures)} ${provenance(summary)}
      </body>
    </html> `.markup;
}

function comparison(summary: BenchSummary, figures: readonly Figure[]): Markup | undefined {
  const selection = select(summary, "comparison");
  if (selection.methods.length === 0) return undefined;
  const { tasks } = selection;
  return html`<h2>Results at the end</h2>
    ${finalErrors(summary, selection)}
    <h2>Speed</h2>
    ${speed(summary, selection)} ${tasks.map((task) => speedOn(summary, selection, task))}
    ${section(figures, "fig3", "Figure 3. Test error over the search", "Mean test error of the best architecture by validation so far, with a band of one standard error; dashed: the optimum.")}
    ${section(figures, "regret", "Validation regret over the search", "Mean error above the optimum by validation, with a band of one standard error, on a logarithmic axis that ends at 0.001.")}
    <h2>Validation regret</h2>
    ${tasks.map((task) => regret(summary, selection, task))}
    ${
      summary.paired.length === 0
        ? ""
        : html`<h2>Differences on the same seeds</h2>
            ${tasks.map((task) => pairedDifferences(summary, selection, task, "comparison"))}`
    }
    <h2>Cost</h2>
    ${tasks.map((task) => cost(summary, selection, task))}`;
}

function subsets(summary: BenchSummary, figures: readonly Figure[]): Markup | undefined {
  const selection = select(summary, "subsets");
  if (selection.methods.length === 0) return undefined;
  return html`${section(figures, "fig2c", "Figure 2c. Which proxies are used", "Mean validation regret with one standard error. Useless or misleading proxies should cost little against none, useful ones help.")}
  ${selection.tasks.map((task) => [
    regret(summary, selection, task),
    pairedDifferences(summary, selection, task, "subsets") ?? "",
  ])}`;
}

function section(
  figures: readonly Figure[],
  part: Figure["part"],
  heading: string,
  caption: string,
): Markup | undefined {
  const shown = figures.filter((figure) => figure.part === part);
  if (shown.length === 0) return undefined;
  return html`<h2>${heading}</h2>
    <figure>
      <figcaption>${caption}</figcaption>
      <div class="${wide.has(part) ? "pictures wide" : "pictures"}">
        ${shown.map(
          ({ title, svg }) =>
            html`<div>
              <h3>${title}</h3>
              ${trusted(svg)}
            </div>`,
        )}
      </div>
    </figure>`;
}

/** Says so where runs are missing: means over different seeds are no fair comparison. */
function incomplete({ cells, seeds }: BenchSummary): Markup | undefined {
  const short = cells.filter((cell) => cell.seeds < seeds.length);
  if (short.length === 0) return undefined;
  const fewest = Math.min(...short.map((cell) => cell.seeds));
  return html`<p>
    <b>Not all runs are there yet</b>: ${short.length} of ${cells.length} pairs of method and task have fewer
    than ${seeds.length} seeds (at least ${fewest}). The same command makes the rest.
  </p>`;
}
