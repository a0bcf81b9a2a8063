const shortNames: Readonly<Record<string, string>> = {
  "conv3x3-bn-relu": "conv3x3",
  "conv1x1-bn-relu": "conv1x1",
  maxpool3x3: "maxpool3x3",
};

/**
 * The text form of the space `nb101` for an architecture as the record file has it: `adjacency`, one digit an entry, row
 * by row, and `operations`, joined by commas. `undefined` where the two are no upper-triangular graph of known operations
 * with at most 7 vertices.
 *
 * @example
 * nb101Text("001000000", "input,maxpool3x3,output") // => undefined, nothing leads to the inner vertex
 * nb101Text("010001000", "input,maxpool3x3,output") // => "maxpool3x3:0|output:1"
 */
export function nb101Text(adjacency: string, operations: string): string | undefined {
  const names = operations.split(",");
  const count = names.length;
  if (count < 2 || count > 7 || adjacency.length !== count * count) return undefined;
  if (names[0] !== "input" || names[count - 1] !== "output") return undefined;
  const parts: string[] = [];
  for (let to = 0; to < count; to++) {
    let sources = "";
    for (let from = 0; from < count; from++) {
      const digit = adjacency[from * count + to]!;
      if (digit === "0") continue;
      if (digit !== "1" || from >= to) return undefined;
      sources += sources === "" ? `${from}` : `+${from}`;
    }
    if (to === 0) continue;
    const name = to === count - 1 ? "output" : shortNames[names[to]!];
    if (name === undefined || sources === "") return undefined;
    parts.push(`${name}:${sources}`);
  }
  // Joined at once: a text put together piece by piece would keep all its pieces.
  return parts.join("|");
}
