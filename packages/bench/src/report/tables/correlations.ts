import type { BenchSummary } from "../../analysis/summary.ts";
import type { CorrelationPart } from "../../correlate/correlation.ts";
import type { Interval } from "../../statistics/bootstrap.ts";
import { signed } from "../format.ts";
import { html, type Markup, stacked, table } from "@proxybo/report";
import { paperValue } from "../paper-values.ts";

/** Table 1: how well the proxies order the architectures. */
export function correlationTable({ correlations, tasks }: BenchSummary): Markup {
  const titleOf = (name: string): string => tasks.find((task) => task.name === name)?.title ?? name;
  return table({
    caption: html`<b>Table 1.</b> Rank correlation of the proxies with the validation error, over all
      architectures and among the tenth of lowest error: Spearman's ρ and Kendall's τ-b.`,
    names: 2,
    head: [
      "task",
      "proxy",
      "ρ",
      "τ",
      "ρ, best 10 %",
      "τ, best 10 %",
      "paper: ρ (best 10 %)",
      "architectures",
    ],
    rows: correlations.map(({ task, proxy, all, top }) => [
      titleOf(task),
      proxy,
      ...[all.spearman, all.kendall, top.spearman, top.kendall].map(withInterval),
      html`<span class="faint">${paperValue("table1", task, proxy) ?? "–"}</span>`,
      describeCount(all),
    ]),
    note: html`1: the proxy orders architectures as training does; −1: the other way round. Beneath: 95 %
    bootstrap interval.`,
  });
}

function withInterval({ value, low, high }: Interval): Markup {
  return stacked(signed(value, 2), `[${signed(low, 2)}, ${signed(high, 2)}]`);
}

function describeCount({ count, unscored }: CorrelationPart): Markup {
  return stacked(count.toLocaleString("en-GB"), unscored === 0 ? "" : `${unscored} without a score`);
}
