import { generalizationFigure, influenceFigure, type SourcePoint } from "../figures/sources.ts";
import { html, type Markup, trusted } from "../page/html.ts";
import type { ReportStudy } from "../study/study.ts";

/** Fig. 2b of one study: whom the search trusted. */
export async function sourcesSection({ record, observations }: ReportStudy): Promise<Markup | undefined> {
  const points = observations
    .toSorted((a, b) => a.n - b.n)
    .flatMap(({ n, why: { generalization = {}, influence } }): readonly SourcePoint[] =>
      Object.entries(generalization).map(([source, g]) => ({
        n,
        source,
        generalization: g,
        influence: influence?.[source],
      })),
    );
  if (points.length === 0) return undefined;
  const figures = [
    await generalizationFigure(points, `Generalisation of each source, ${record.name}`),
    ...(points.some(({ influence }) => influence !== undefined)
      ? [await influenceFigure(points, `Influence of each source, ${record.name}`)]
      : []),
  ];
  return html`<h2>Who is trusted</h2>
    <figure>
      <figcaption>
        Generalisation ability G: share of pairs of observations that a source orders as training does, ½ is
        chance. Influence I: its share in the choice of the next architecture, all of them stacked.
      </figcaption>
      <div class="pictures">${figures.map((figure) => html`<div>${trusted(figure)}</div>`)}</div>
    </figure>`;
}
