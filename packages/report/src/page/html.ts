/** Markup that is safe to insert: made by `html` only. */
export interface Markup {
  readonly markup: string;
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
  return { markup };
}

/** Marks text as markup: for what a renderer of this package made, such as a figure. */
export function trusted(markup: string): Markup {
  return { markup };
}

function render(insert: Insert): string {
  if (insert === null || insert === undefined || insert === false) return "";
  if (typeof insert === "string") return escape(insert);
  if (typeof insert === "number") return String(insert);
  if ("markup" in insert) return insert.markup;
  return insert.map(render).join("");
}

function escape(text: string): string {
  return text
    .replaceAll("&", "&amp;")
    .replaceAll("<", "&lt;")
    .replaceAll(">", "&gt;")
    .replaceAll('"', "&quot;")
    .replaceAll("'", "&#39;");
}
