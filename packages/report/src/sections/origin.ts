import { html, type Markup } from "../page/html.ts";
import { configOf, describeSetting } from "../study/groups.ts";
import type { ReportStudy } from "../study/study.ts";

/** Settings, environment, and how to make the study again. */
export function originSection({ record, commands = [], versions = [] }: ReportStudy): Markup {
  return html`<h2>Settings</h2>
    <figure class="table">
      <div class="scroll">
        <table class="words">
          <tbody>
            ${Object.entries(configOf(record.settings)).map(
              ([name, value]) =>
                html`<tr>
                  <th scope="row">${name}</th>
                  <td>${describeSetting(value)}</td>
                </tr> `,
            )}
          </tbody>
        </table>
      </div>
    </figure>
    ${
      commands.length === 0
        ? ""
        : html`<h2>How to make it again</h2>
            <p>The seed decides every choice: the same versions and data give the same study.</p>
            <pre><code>${commands.join("\n")}</code></pre>`
    }
    <details>
      <summary>Everything that decided it, as kept</summary>
      <pre><code>${JSON.stringify(record.settings, undefined, 2)}</code></pre>
    </details>
    ${versions.length === 0 ? "" : html`<p class="note">${versions.join(" · ")}</p>`}`;
}
