import { calibrationFigure } from "../figures/scatter.ts";
import { signed } from "../page/format.ts";
import { html, type Markup, trusted } from "../page/html.ts";
import { calibrationOf } from "../study/calibration.ts";
import type { ReportStudy } from "../study/study.ts";

/** What the surrogate predicted for each choice, and what came out. */
export async function calibrationSection({ observations }: ReportStudy): Promise<Markup | undefined> {
  const calibration = calibrationOf(observations);
  if (calibration === undefined) return undefined;
  const { points, meanDifference, spearman, within } = calibration;
  return html`<h2>Calibration of the surrogate</h2>
    <figure>
      <figcaption>
        Each choice of the search before and after its training, with the interval of one standard deviation;
        on the dashed line the prediction was right. Outliers beyond the frame are left out of the picture,
        not of the figures below.
      </figcaption>
      <div class="pictures">
        <div>${trusted(await calibrationFigure(calibration))}</div>
        <dl class="facts">
          <div>
            <dt>predictions</dt>
            <dd>${points.length}</dd>
          </div>
          <div>
            <dt>mean difference</dt>
            <dd>${meanDifference.toFixed(2)} points</dd>
          </div>
          <div>
            <dt>Spearman's ρ</dt>
            <dd>${Number.isNaN(spearman) ? "–" : signed(spearman, 2)}</dd>
          </div>
          ${
            within === undefined
              ? ""
              : html`<div>
                  <dt>within the interval (68 % where right)</dt>
                  <dd>${Math.round(within * 100)} %</dd>
                </div>`
          }
        </dl>
      </div>
    </figure>`;
}
