const progressLine = /^proxybo:progress\s+([\d.eE+-]+)\s*(.*)$/;

/** Takes the lines `proxybo:progress <0 … 1> [message]` out of a stream of text, piece by piece. */
export function progressReader(
  report: (fraction: number, message?: string) => void,
): (piece: string) => void {
  let open = "";
  return (piece) => {
    const lines = (open + piece).split(/[\r\n]/);
    // A line without end is no progress, and must not fill memory.
    open = (lines.pop() ?? "").slice(-1000);
    for (const line of lines) {
      const [, number, message] = progressLine.exec(line) ?? [];
      const fraction = Number(number);
      if (fraction >= 0 && fraction <= 1) report(fraction, ...(message ? [message] : []));
    }
  };
}

/** The text without these lines. */
export function withoutProgress(text: string): string {
  return text
    .split("\n")
    .filter((line) => !progressLine.test(line))
    .join("\n");
}
