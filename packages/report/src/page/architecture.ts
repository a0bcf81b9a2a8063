import { html, type Markup } from "./html.ts";

/** The text of an architecture as code that breaks between its parts, not within a name. */
export function architecture(text: string): Markup {
  // A damaged study may hold something else: it is shown as that.
  if (typeof text !== "string") return html`<code>${text}</code>`;
  const parts = text.split(/(?<=[|+,;/ ])(?=\w)/);
  return html`<code>${parts.map((part, i) => (i === 0 ? part : html`<wbr />${part}`))}</code>`;
}
