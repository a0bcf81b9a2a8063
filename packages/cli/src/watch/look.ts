/** What the pages that follow a run look like beside a report. */
export const look = `
main > div:empty { display: none; }
.bar { display: flex; flex-wrap: wrap; gap: .5rem 1rem; align-items: center; margin: .6rem 0; }
.bar progress { flex: 1 1 12rem; max-width: 30rem; height: .8rem; accent-color: var(--series-2); }
.state { font-weight: 600; padding: .1rem .6rem; border-radius: 1rem; border: 1px solid currentColor; white-space: nowrap; }
.state.running { color: var(--series-5); } .state.paused { color: var(--series-3); }
.state.stopping { color: var(--series-1); } .state.idle { color: var(--faint); }
.controls { display: flex; flex-wrap: wrap; gap: .5rem; align-items: center; margin: .9rem 0; }
button { font: inherit; color: var(--ink); background: var(--panel); border: 1px solid var(--rule); border-radius: 6px;
  padding: .3rem .9rem; cursor: pointer; }
button:hover { border-color: var(--faint); }
button:focus-visible, a:focus-visible { outline: 2px solid var(--link); outline-offset: 2px; }
button.grave { color: var(--series-1); }
dialog { color: var(--ink); background: var(--paper); border: 1px solid var(--rule); border-radius: 8px; padding: 1.2rem 1.4rem;
  max-width: min(32rem, 92vw); }
dialog::backdrop { background: rgb(0 0 0 / .45); }
dialog form { display: flex; justify-content: flex-end; gap: .6rem; margin-top: 1rem; }
.lost { color: var(--series-1); font-weight: 600; }
table.now td, table.now th { text-align: left; }
table.now td:nth-child(2) { text-align: right; }
table.now td:last-child { min-width: 16rem; white-space: normal; }
table.runs progress { width: 8rem; height: .7rem; accent-color: var(--series-2); }
table.runs td:nth-child(2), table.runs th:nth-child(2) { text-align: left; }
@media (max-width: 40rem) { table.runs progress { width: 4rem; } }
@media print { .controls, dialog, .lost { display: none; } }
`;
