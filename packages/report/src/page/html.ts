/** Markup that is safe to insert: made here only. A class, so that no object out of a store can pass for it. */
export class Markup {
  readonly markup: string;

  constructor(markup: string) {
    this.markup = markup;
  }
}

export type Insert = string | number | Markup | readonly Insert[] | null | undefined | false;

/**
 * Markup from a template: what is inserted is escaped, unless it is markup itself; lists are joined.
 *
 * @example
 * html`<b>${"a < b"}</b>`.markup // => "<b>a &lt; b</b>"
 */
export function html(parts: TemplateStringsArray, ...inserts: readonly Insert[]): Markup {
  let markup = parts[0]!;
  for (const [i, insert] of inserts.entries()) markup += render(insert) + parts[i + 1]!;
  return new Markup(markup);
}

/** Marks text as markup: for what a renderer of this package made, such as a figure. */
export function trusted(markup: string): Markup {
  return new Markup(markup);
}

function render(insert: Insert): string {
  if (insert === null || insert === undefined || insert === false) return "";
  if (typeof insert === "string") return escape(insert);
  if (typeof insert === "number") return String(insert);
  if (insert instanceof Markup) return insert.markup;
  if (Array.isArray(insert)) return insert.map(render).join("");
  // What a damaged or hostile study has in place of a text.
  return escape(JSON.stringify(insert));
}

function escape(text: string): string {
  return text
    .replaceAll("&", "&amp;")
    .replaceAll("<", "&lt;")
    .replaceAll(">", "&gt;")
    .replaceAll('"', "&quot;")
    .replaceAll("'", "&#39;");
}
