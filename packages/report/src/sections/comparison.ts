import { comparisonFigure } from "../figures/incumbent.ts";
import { percent } from "../page/format.ts";
import { html, type Insert, type Markup, trusted } from "../page/html.ts";
import { missing, table } from "../page/table.ts";
import { groupStudies, type StudyGroup } from "../study/groups.ts";
import { bestOf, type ReportStudy } from "../study/study.ts";

/**
 * Several studies side by side: those that differ in their seed only are one curve with a band.
 *
 * @param hrefOf - where the study of an id is shown; default: on the same page.
 */
export async function comparisonSection(
  studies: readonly ReportStudy[],
  hrefOf: (id: string) => string = (id) => `#study-${id}`,
): Promise<Markup> {
  const groups = groupStudies(studies);
  const drawn = groups.filter((group) =>
    group.studies.some(({ observations }) => bestOf(observations, 1).length > 0),
  );
  const figures =
    drawn.length === 0 ? [] : [await comparisonFigure(drawn, "n"), await comparisonFigure(drawn, "hours")];
  return html`<h2>Lowest error so far</h2>
    ${
      figures.length === 0
        ? html`<p>No evaluation has succeeded yet.</p>`
        : html`<figure>
            <figcaption>
              Mean over the studies that differ in their seed only, with a band of one standard deviation; as
              far as all of them go.
            </figcaption>
            <div class="pictures">${figures.map((figure) => html`<div>${trusted(figure)}</div>`)}</div>
          </figure>`
    }
    ${groups.length === studies.length ? "" : groupTable(groups)} ${studyTable(groups, hrefOf)}`;
}

function groupTable(groups: readonly StudyGroup[]): Markup {
  return table({
    caption: "Lowest error at the end, mean ± standard deviation",
    head: ["method", "studies", "error %", "lowest", "highest"],
    rows: groups.map(({ title, studies }) => {
      const errors = studies.flatMap(({ observations }) => bestOf(observations, 1).map(({ error }) => error));
      if (errors.length === 0) return [title, studies.length, missing, missing, missing];
      const mean = errors.reduce((sum, error) => sum + error, 0) / errors.length;
      const spread = Math.sqrt(
        errors.reduce((sum, error) => sum + (error - mean) ** 2, 0) / Math.max(1, errors.length - 1),
      );
      return [
        title,
        studies.length,
        errors.length === 1 ? mean.toFixed(2) : `${mean.toFixed(2)} ± ${spread.toFixed(2)}`,
        Math.min(...errors).toFixed(2),
        Math.max(...errors).toFixed(2),
      ];
    }),
  });
}

function studyTable(groups: readonly StudyGroup[], hrefOf: (id: string) => string): Markup {
  return table({
    caption: "The studies",
    names: 2,
    head: ["study", "method", "evaluations", "lowest error", "found at"],
    rows: groups.flatMap(({ title, studies }) =>
      studies.map(({ record, observations }): readonly Insert[] => {
        const [best] = bestOf(observations, 1);
        return [
          html`<a href="${hrefOf(record.id)}">${record.name}</a>`,
          title,
          observations.length,
          best === undefined ? missing : percent(best.error),
          best === undefined ? missing : best.observation.n,
        ];
      }),
    ),
  });
}
