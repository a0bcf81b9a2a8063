import { spearman } from "@proxybo/core";
import { strokesOf } from "../figures/palette.ts";
import { proxyFigure } from "../figures/scatter.ts";
import { signed } from "../page/format.ts";
import { html, type Markup, trusted } from "../page/html.ts";
import type { ReportStudy } from "../study/study.ts";

/** Each proxy against the observed errors. */
export async function proxiesSection({
  observations,
  proxies = [],
}: ReportStudy): Promise<Markup | undefined> {
  const errors = observations.map(({ outcome }) => (outcome.status === "ok" ? outcome.error : Number.NaN));
  const strokes = strokesOf(["surrogate", ...proxies.map(({ name }) => name)]);
  const shown = [];
  for (const { name, scores } of proxies) {
    const both = Array.from(scores).filter(
      (score, i) => Number.isFinite(score) && Number.isFinite(errors[i]),
    );
    if (both.length < 2) continue;
    const rho = spearman(scores, errors);
    const figure = await proxyFigure(name, strokes.get(name)!.colour, scores, errors);
    shown.push({ name, rho, count: both.length, figure });
  }
  if (shown.length === 0) return undefined;
  return html`<h2>Proxies against training</h2>
    <figure>
      <figcaption>
        Among the architectures that were evaluated, a choice of good ones: correlations over the whole space
        are higher. Spearman's ρ is 1 where the proxy orders them as training does, −1 where the other way
        round. Errors above the frame are left out of the picture.
      </figcaption>
      <div class="pictures small">
        ${shown.map(
          ({ name, rho, count, figure }) =>
            html`<div>
              <h3>${name}: ρ = ${Number.isNaN(rho) ? "–" : signed(rho, 2)} (${count} architectures)</h3>
              ${trusted(figure)}
            </div>`,
        )}
      </div>
    </figure>`;
}
