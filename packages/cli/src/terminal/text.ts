import { stripVTControlCharacters } from "node:util";

/** Rows as aligned columns, two spaces apart. Styles do not count as width. */
export function columns(rows: readonly (readonly string[])[], indent = ""): readonly string[] {
  const widths: number[] = [];
  for (const row of rows)
    for (const [i, cell] of row.entries()) widths[i] = Math.max(widths[i] ?? 0, width(cell));
  return rows.map((row) => {
    const cells = row.map((cell, i) =>
      i === row.length - 1 ? cell : cell + " ".repeat(widths[i]! - width(cell)),
    );
    return (indent + cells.join("  ")).trimEnd();
  });
}

function width(text: string): number {
  return stripVTControlCharacters(text).length;
}

/** A bar of `length` cells of which a fraction in 0 … 1 is filled. */
export function bar(fraction: number, length: number): string {
  const filled = Math.round(Math.min(1, Math.max(0, fraction)) * length);
  return "█".repeat(filled) + "░".repeat(length - filled);
}

/**
 * Values as a line of blocks, the lowest empty-most. Values beyond nine tenths of them are cut: a few bad ones would
 * flatten the rest.
 */
export function sparkline(values: readonly number[]): string {
  const sorted = values.toSorted((a, b) => a - b);
  const low = sorted[0] ?? 0;
  const high = sorted[Math.ceil((sorted.length - 1) * 0.9)] ?? 0;
  return values
    .map((value) => "▁▂▃▄▅▆▇█"[high === low ? 0 : Math.round(Math.min(1, (value - low) / (high - low)) * 7)]!)
    .join("");
}

/** Percent with two digits, as benchmark tables print errors. */
export function percent(value: number): string {
  return `${value.toFixed(2)} %`;
}

/** Seconds for people: `12 s`, `3 min 05 s`, `2 h 10 min`. */
export function duration(seconds: number): string {
  if (seconds < 10) return `${seconds.toFixed(1)} s`;
  const whole = Math.round(seconds);
  if (whole < 60) return `${whole} s`;
  if (whole < 3600) return `${Math.floor(whole / 60)} min ${String(whole % 60).padStart(2, "0")} s`;
  const hours = Math.floor(whole / 3600);
  if (hours < 48) return `${hours} h ${String(Math.floor((whole % 3600) / 60)).padStart(2, "0")} min`;
  return `${(whole / 86_400).toFixed(1)} days`;
}

/** Counts with their noun: `1 evaluation`, `3 evaluations`. */
export function count(n: number, noun: string): string {
  return `${n} ${noun}${n === 1 ? "" : "s"}`;
}

/** A word for a shell: quoted where the shell would read something into it. */
export function quoted(word: string): string {
  return /^[\w@%+=:,./-]+$/.test(word) ? word : `'${word.replaceAll("'", `'\\''`)}'`;
}

/** Cuts a line to a width; styles do not count, and end where it is cut. */
export function fit(line: string, length: number): string {
  if (width(line) <= length) return line;
  let cut = "";
  let left = length - 1;
  // A style begins with the escape and ends with its letter m; the first part has none.
  for (const [i, part] of line.split("\u001B[").entries()) {
    const style = i === 0 ? "" : part.slice(0, part.indexOf("m") + 1);
    const text = part.slice(style.length);
    cut += (i === 0 ? "" : `\u001B[${style}`) + text.slice(0, left);
    left -= Math.min(left, text.length);
    if (left === 0) break;
  }
  return `${cut}…${cut.includes("\u001B") ? "\u001B[0m" : ""}`;
}

/** At most so many lines; where some are left out, the last says so. */
export function shorten(lines: readonly string[], most: number): readonly string[] {
  return lines.length <= most ? lines : [...lines.slice(0, most - 1), "  …"];
}
