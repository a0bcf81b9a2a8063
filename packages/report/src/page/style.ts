/** The look of a report: light and dark, wide tables scroll on a screen, nothing is cut on paper. */
export const style = `
:root {
  color-scheme: light dark;
  --paper: #ffffff; --panel: #f6f7f9; --ink: #1d2430; --faint: #5b6472; --rule: #d9dde3; --link: #2f6fbf;
  --series-1: #b5303c; --series-2: #2f6fbf; --series-3: #b97710; --series-4: #6b7280; --series-5: #1f8d6b;
  --series-6: #8a4fb0; --series-7: #c2589a; --series-8: #2d8fb5; --series-9: #7a6a2b; --series-10: #3f4a5a;
  --series-11: #d5683e; --series-12: #4f8a28;
}
@media screen and (prefers-color-scheme: dark) {
  :root {
    --paper: #14181f; --panel: #1c222b; --ink: #e6e9ee; --faint: #a0a9b6; --rule: #343c48; --link: #7db4f5;
    --series-1: #ff7a83; --series-2: #7db4f5; --series-3: #f0b252; --series-4: #a7afbb; --series-5: #5fd3ab;
    --series-6: #c79bea; --series-7: #f29fd0; --series-8: #74cdec; --series-9: #d3c06a; --series-10: #c3ccd9;
    --series-11: #ff9d75; --series-12: #9ad36b;
  }
}
* { box-sizing: border-box; }
body {
  margin: 0 auto; padding: 2rem 1.25rem 4rem; max-width: 72rem; background: var(--paper); color: var(--ink);
  font: 15px/1.5 system-ui, -apple-system, "Segoe UI", Roboto, sans-serif;
}
h1 { font-size: 1.7rem; line-height: 1.25; margin: 0 0 .4rem; }
h2 { font-size: 1.25rem; margin: 2.6rem 0 .6rem; padding-top: .8rem; border-top: 1px solid var(--rule); }
p { margin: .5rem 0; max-width: 62rem; }
code { font: .87em ui-monospace, SFMono-Regular, Menlo, Consolas, monospace; overflow-wrap: anywhere; }
pre { background: var(--panel); border: 1px solid var(--rule); border-radius: 6px; padding: .7rem .9rem; margin: .6rem 0;
  white-space: pre-wrap; overflow-wrap: anywhere; }
.lead { color: var(--faint); }
.faint, small, .note { color: var(--faint); }
.note { font-size: .87rem; }
figure { margin: 1.4rem 0; }
figcaption { margin-bottom: .5rem; max-width: 62rem; }
.scroll { overflow-x: auto; }
table { border-collapse: collapse; font-variant-numeric: tabular-nums; font-size: .85rem; }
th, td { padding: .3rem .5rem; text-align: right; vertical-align: top; white-space: nowrap; }
thead th { white-space: normal; min-width: 4.5rem; vertical-align: bottom; font-weight: 600;
  border-bottom: 2px solid var(--rule); }
tbody th { font-weight: 500; }
tbody tr { border-bottom: 1px solid var(--rule); }
th:first-child { text-align: left; padding-left: 0; }
.names-2 :is(th, td):nth-child(2) { text-align: left; }
td small { display: block; font-size: .82em; line-height: 1.3; }
table.words td, table.words th { text-align: left; white-space: normal; }
table.words td { overflow-wrap: anywhere; }
.pictures { display: grid; grid-template-columns: repeat(auto-fit, minmax(min(27rem, 100%), 1fr)); gap: 1.2rem; }
.pictures.wide { grid-template-columns: 1fr; }
.pictures.wide > div { overflow-x: auto; }
.pictures.wide svg { min-width: 42rem; }
.pictures > div { min-width: 0; }
.pictures h3 { font-size: .95rem; margin: 0 0 .3rem; }
svg { display: block; max-width: 100%; height: auto; }
.pictures.small { grid-template-columns: repeat(auto-fit, minmax(min(17rem, 100%), 1fr)); }
.pictures.cells { grid-template-columns: repeat(auto-fit, minmax(min(18rem, 100%), 1fr)); }
.facts { display: flex; flex-wrap: wrap; gap: .6rem 2rem; margin: 1rem 0; align-content: start; }
.facts dt { color: var(--faint); font-size: .87rem; }
.facts dd { margin: 0; font-size: 1.25rem; font-variant-numeric: tabular-nums; }
a { color: var(--link); }
td.words { text-align: left; white-space: normal; }
table.observations th:nth-child(n + 6), td.rule { text-align: left; }
table.observations td.words { min-width: 19rem; }
table.words tbody th { text-align: left; vertical-align: top; }
section.study { margin-top: 3.5rem; border-top: 3px solid var(--rule); padding-top: 1.2rem; }
details summary { cursor: pointer; margin: .8rem 0; }
@page { margin: 14mm; }
@media print {
  :root { font-size: 9.5pt; }
  section.study { break-before: page; border: 0; margin: 0; }
  body { max-width: none; padding: 0; font-size: 1rem; }
  h2 { margin-top: 1.6rem; }
  h2, h3, figcaption { break-after: avoid; }
  figure:not(.table), .pictures > div, .table tr { break-inside: avoid; }
  .scroll { overflow: visible; }
  .pictures { grid-template-columns: 1fr 1fr; gap: .8rem; }
  .pictures.wide { grid-template-columns: 1fr; }
  .pictures.wide svg { min-width: 0; }
  .pictures.small, .pictures.cells { grid-template-columns: repeat(3, 1fr); }
  .pictures.small h3 { font-size: .85rem; }
  table { font-size: .8rem; }
  th, td { padding: .15rem .3rem; }
  table.observations td.words { min-width: 0; }
  details summary { list-style: none; }
  details::details-content { content-visibility: visible; block-size: auto; }
}
`;
