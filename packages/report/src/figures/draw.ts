import type { TopLevelSpec } from "vega-lite";

const ink = "var(--ink, #1d2430)";
const faint = "var(--faint, #5b6472)";
const rule = "var(--rule, #d9dde3)";

/** What all figures look like. */
const config: NonNullable<TopLevelSpec["config"]> = {
  background: "transparent",
  font: "system-ui, sans-serif",
  view: { stroke: rule },
  axis: {
    labelColor: faint,
    titleColor: ink,
    labelFontSize: 11,
    titleFontSize: 12,
    titleFontWeight: "normal",
    titlePadding: 8,
    gridColor: rule,
    gridOpacity: 0.6,
    domainColor: rule,
    tickColor: rule,
    labelLimit: 260,
  },
  legend: {
    labelColor: ink,
    labelFontSize: 12,
    labelLimit: 0,
    orient: "bottom",
    symbolStrokeWidth: 2.5,
    symbolSize: 260,
    title: null,
    columnPadding: 22,
    rowPadding: 5,
    offset: 14,
  },
  header: { labelColor: ink, labelFontSize: 12, labelFontWeight: "bold" },
  title: { color: ink, fontSize: 13, anchor: "start" },
};

/** A view of Vega-Lite: its data lies in it, names only as values, never in an expression. */
export type FigureSpec = Readonly<Record<string, unknown>>;

/**
 * Draws a figure as SVG without a browser. Colours are variables of the page with a stand-in, so that it is legible in
 * light and dark. Vega loads on the first call.
 */
export async function draw(spec: FigureSpec, description: string): Promise<string> {
  const [{ logger, parse, View, Warn }, { compile }] = await Promise.all([
    import("vega"),
    import("vega-lite"),
  ]);
  const whole = {
    $schema: "https://vega.github.io/schema/vega-lite/v6.json",
    padding: 8,
    config,
    ...spec,
  } as TopLevelSpec;
  const view = new View(parse(compile(whole).spec), { renderer: "none", logger: logger(Warn) });
  const svg = await view.toSVG();
  view.finalize();
  // The page scales it to its column; a reader of the screen hears what it shows.
  const label = description.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll('"', "&quot;");
  return svg.replace("<svg ", `<svg role="img" aria-label="${label}" `);
}
