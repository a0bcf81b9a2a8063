import type { InstalledSize } from "./installed-size.ts";

/** The line of a README that tells what an install puts on the disk. */
const line =
  /^Install size: ([\d.]+ [kM]B) unpacked, ([\d.]+ [kM]B) with everything it needs \((\d+) packages\)\./m;

/** The figures that a README shows, in bytes; `undefined` where it shows none. */
export function shownSize(readme: string): InstalledSize | undefined {
  const [, own, total, packages] = line.exec(readme) ?? [];
  return own === undefined
    ? undefined
    : { own: bytes(own), total: bytes(total!), packages: Number(packages) };
}

/** The README with these figures, in the place of the old ones or below how to install. */
export function withSize(readme: string, { own, total, packages }: InstalledSize): string {
  const text = `Install size: ${human(own)} unpacked, ${human(total)} with everything it needs (${packages} packages).`;
  return line.test(readme)
    ? readme.replace(line, text)
    : readme.replace(
        /^```(?:sh)?\nnpm (?:install|create) [\s\S]*?^```\n/m,
        (install) => `${install}\n${text}\n`,
      );
}

/** Two digits, so that the figures do not change with every comment: 15 kB, 1.6 MB. */
function human(size: number): string {
  const [value, unit] = size < 999_500 ? [size / 1e3, "kB"] : [size / 1e6, "MB"];
  return `${Number(value.toPrecision(2))} ${unit}`;
}

function bytes(text: string): number {
  return Number.parseFloat(text) * (text.endsWith("kB") ? 1e3 : 1e6);
}
