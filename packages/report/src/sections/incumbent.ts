import { incumbentFigure } from "../figures/incumbent.ts";
import { html, type Markup, trusted } from "../page/html.ts";
import { incumbentOf } from "../study/incumbent.ts";
import type { ReportStudy } from "../study/study.ts";

/** The lowest error so far, against evaluations and against time. */
export async function incumbentSection({ record, observations }: ReportStudy): Promise<Markup | undefined> {
  const points = incumbentOf(observations);
  if (!points.some(({ incumbent }) => Number.isFinite(incumbent))) return undefined;
  const figures = [
    await incumbentFigure(points, "n", record.name),
    ...(points.at(-1)!.hours > 0 ? [await incumbentFigure(points, "hours", record.name)] : []),
  ];
  return html`<h2>Lowest error so far</h2>
    <figure>
      <figcaption>
        Line: the lowest error among the evaluations until then; dots: each evaluation, those above the frame
        left out.
      </figcaption>
      <div class="pictures">${figures.map((figure) => html`<div>${trusted(figure)}</div>`)}</div>
    </figure>`;
}
