/**
 * Draws what a command prints as an SVG picture for the README.
 *
 *   proxybo quickstart 2>/dev/null | node test/docs/terminal-picture.ts > docs/images/quickstart.svg
 *
 * with FORCE_COLOR=1 for the colours.
 */
import { text } from "node:stream/consumers";

const foregrounds: Readonly<Record<number, string>> = {
  31: "#e5737d",
  32: "#8fc97f",
  33: "#e3b866",
  34: "#7aa6e8",
  35: "#c792d8",
  36: "#6fc3cf",
  90: "#8a919c",
};
const size = { character: 8.43, line: 19, margin: 20 };

const lines = (await text(process.stdin)).replace(/^\n+|\s+$/g, "").split("\n");
// oxlint-disable-next-line no-control-regex
const escape = /\u001B\[([0-9;]*)m/g;
const width = Math.max(...lines.map((line) => Array.from(line.replace(escape, "")).length));
const picture = {
  width: Math.ceil(width * size.character + 2 * size.margin),
  height: lines.length * size.line + 2 * size.margin,
};
console.log(
  [
    `<svg xmlns="http://www.w3.org/2000/svg" width="${picture.width}" height="${picture.height}" viewBox="0 0 ${picture.width} ${picture.height}">`,
    `<rect width="100%" height="100%" rx="8" fill="#1d2127"/>`,
    `<g font-family="ui-monospace, Menlo, Consolas, 'DejaVu Sans Mono', monospace" font-size="14" fill="#d8dce2">`,
    ...lines.map(
      (line, i) =>
        `<text x="${size.margin}" y="${size.margin + (i + 0.75) * size.line}">${spans(line)}</text>`,
    ),
    "</g>",
    "</svg>",
  ].join("\n"),
);

/** A line with its colours, every run of one style placed at its column. */
function spans(line: string): string {
  let style = "";
  let column = 0;
  return line
    .split(escape)
    .map((part, i) => {
      if (i % 2 === 1) {
        style = styleOf(part);
        return "";
      }
      const x = (size.margin + column * size.character).toFixed(1);
      column += Array.from(part).length;
      const escaped = part
        .replaceAll("&", "&amp;")
        .replaceAll("<", "&lt;")
        .replaceAll(">", "&gt;")
        .replaceAll(" ", "\u00A0");
      return part === "" ? "" : `<tspan x="${x}"${style}>${escaped}</tspan>`;
    })
    .join("");
}

function styleOf(codes: string): string {
  const numbers = codes.split(";").map(Number);
  const colour = numbers.map((code) => foregrounds[code]).find((found) => found !== undefined);
  if (colour) return ` fill="${colour}"`;
  if (numbers.includes(1)) return ` font-weight="bold"`;
  if (numbers.includes(2)) return ` fill="#8a919c"`;
  return "";
}
