import { drawCell } from "../cell/draw-cell.ts";
import { architecture } from "../page/architecture.ts";
import { percent } from "../page/format.ts";
import { html, type Markup } from "../page/html.ts";
import { bestOf, type ReportStudy } from "../study/study.ts";

/** The best cells, drawn. */
export function bestCells({ observations, graph }: ReportStudy): Markup | undefined {
  const shown = bestOf(observations, 3).flatMap(({ observation, error }, place) => {
    const drawn = graph?.(observation.text);
    return drawn === undefined ? [] : [{ observation, error, place: place + 1, picture: drawCell(drawn) }];
  });
  if (shown.length === 0) return undefined;
  return html`<h2>Best cells</h2>
    <figure>
      <figcaption>
        Data flows from input to output; what the output does not depend on is left out.
      </figcaption>
      <div class="pictures cells">
        ${shown.map(
          ({ observation, error, place, picture }) =>
            html`<div>
              <h3>${place}. ${percent(error)}, evaluation ${observation.n}</h3>
              ${picture}
              <p>${architecture(observation.text)}</p>
            </div>`,
        )}
      </div>
    </figure>`;
}
