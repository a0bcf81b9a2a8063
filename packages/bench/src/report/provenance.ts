import { basename } from "node:path";
import type { BenchSummary } from "../analysis/summary.ts";
import type { PartReference } from "@proxybo/core";
import { html, type Markup } from "@proxybo/report";

/** How the figures came about: protocol, methods, data, versions and the command. */
export function provenance(summary: BenchSummary): Markup {
  const { seeds, evaluations, tasks, methods, versions, leftOut, command } = summary;
  const strategies = describer();
  const surrogates = describer();
  return html`<h2>Protocol and data</h2>
    <p>
      Every method searches every task with ${seeds.length} ${seeds.length === 1 ? "seed" : "seeds"}
      (${seedRange(seeds)}) for up to ${evaluations} evaluations. An evaluation looks the validation error up
      in the task's table; the search sees nothing else. The result after n evaluations is the architecture of
      lowest validation error so far; its test error is told, never searched by. Seed s starts the random
      streams of every method, so runs of one seed are compared as pairs. Intervals are at 95 %: percentile
      bootstrap over the seeds (1,000 resamples), Wilson's for shares.
    </p>
    ${
      command === ""
        ? ""
        : html`<p>Made by:</p>
            <pre><code>${command}</code></pre>`
    }
    <figure class="table">
      <figcaption>Data</figcaption>
      <div class="scroll">
        <table class="words">
          <thead>
            <tr>
              <th>task</th>
              <th>space</th>
              <th>architectures</th>
              <th>file, sha256</th>
              <th>how it is read</th>
            </tr>
          </thead>
          <tbody>
            ${tasks.map(
              ({ title, space, architectures, files, table }) =>
                html`<tr>
                  <th scope="row">${title}</th>
                  <td>${describePart(space)}</td>
                  <td>${architectures.toLocaleString("en-GB")}</td>
                  <td>
                    ${files.map(({ file, sha256 }) => html`<div>${basename(file)} <code>${sha256}</code></div>`)}
                  </td>
                  <td><code>${describeOptions(withoutPath(table)) || "as usual"}</code></td>
                </tr>`,
            )}
          </tbody>
        </table>
      </div>
    </figure>
    <figure class="table">
      <figcaption>Methods</figcaption>
      <div class="scroll">
        <table class="words">
          <thead>
            <tr>
              <th>method</th>
              <th>strategy</th>
              <th>surrogate</th>
              <th>proxies</th>
            </tr>
          </thead>
          <tbody>
            ${methods.map(
              ({ title, strategy, surrogate, proxies, optionalProxies, quality }) =>
                html`<tr>
                  <th scope="row">${title}</th>
                  <td>${strategies(strategy)}</td>
                  <td>${surrogate ? surrogates(surrogate) : "–"}</td>
                  <td>${proxyNames([...proxies, ...optionalProxies], quality)}</td>
                </tr>`,
            )}
          </tbody>
        </table>
      </div>
    </figure>
    ${
      leftOut.length === 0
        ? ""
        : html`<p>Left out, because it is not there:</p>
            <ul>
              ${leftOut.map((reason) => html`<li>${reason}</li>`)}
            </ul>`
    }
    <p class="note">${versions.join(" · ")}</p>`;
}

function proxyNames(names: readonly string[], quality: string): string {
  if (names.length === 0) return "–";
  return quality === "recorded" ? names.join(", ") : `${names.join(", ")} (${quality})`;
}

function describePart({ name, options }: PartReference): Markup {
  const text = describeOptions(options);
  return html`${name}${text === "" ? "" : html` <code>${text}</code>`}`;
}

/** Describes parts of one kind: of one that came before under the same name, only what differs is told. */
function describer(): (part: PartReference) => Markup {
  const first = new Map<string, PartReference>();
  return (part) => {
    const before = first.get(part.name);
    if (before === undefined) {
      first.set(part.name, part);
      return describePart(part);
    }
    const options = Object.entries(part.options).filter(
      ([name, value]) => JSON.stringify(value) !== JSON.stringify(before.options[name]),
    );
    const same = options.length === 0 ? " as above" : " as above, but";
    return html`${part.name}${same} <code>${describeOptions(Object.fromEntries(options))}</code>`;
  };
}

function describeOptions(options: Readonly<Record<string, unknown>>): string {
  return Object.entries(options)
    .map(([name, value]) => `${name}: ${typeof value === "string" ? value : JSON.stringify(value)}`)
    .join(", ");
}

function withoutPath(options: Readonly<Record<string, unknown>>): Readonly<Record<string, unknown>> {
  return Object.fromEntries(
    Object.entries(options).filter(([name]) => name !== "path" && name !== "proxies"),
  );
}

function seedRange(seeds: readonly number[]): string {
  const contiguous = seeds.every((seed, i) => i === 0 || seed === seeds[i - 1]! + 1);
  return contiguous && seeds.length > 1 ? `${seeds[0]} to ${seeds.at(-1)}` : seeds.join(", ");
}
