import { html, type Insert, type Markup } from "./html.ts";

/** A table with its caption; the first column, or the first two, name the rows: texts, the others are numbers. */
export function table(parts: {
  readonly caption: Insert;
  readonly head: readonly Insert[];
  readonly rows: readonly (readonly Insert[])[];
  readonly note?: Insert;
  readonly names?: 1 | 2;
}): Markup {
  const { caption, head, rows, note, names = 1 } = parts;
  return html`<figure class="table">
    <figcaption>${caption}</figcaption>
    <div class="scroll">
      <table class="names-${names}">
        <thead>
          <tr>
            ${head.map((cell) => html`<th scope="col">${cell}</th>`)}
          </tr>
        </thead>
        <tbody>
          ${rows.map(
            ([name, ...cells]) =>
              html`<tr>
                <th scope="row">${name}</th>
                ${cells.map((cell) => html`<td>${cell}</td>`)}
              </tr> `,
          )}
        </tbody>
      </table>
    </div>
    ${note === undefined ? "" : html`<p class="note">${note}</p>`}
  </figure>`;
}

/** A value with a smaller, fainter one beneath. */
export function stacked(value: Insert, below: Insert): Markup {
  return html`${value}<small>${below}</small>`;
}

export const missing: Markup = html`<span class="faint">–</span>`;
