export { draw, type FigureSpec } from "./figures/draw.ts";
export { series, type Stroke, strokesOf } from "./figures/palette.ts";
export { type SourcePoint, sourcesFigure } from "./figures/sources.ts";
export { drawCell } from "./cell/draw-cell.ts";
export { html, type Insert, type Markup, trusted } from "./page/html.ts";
export { reportPage } from "./page/page.ts";
export { style } from "./page/style.ts";
export { missing, stacked, table } from "./page/table.ts";
export type { ReportStudy } from "./study/study.ts";
