import {
  type Code,
  doWhile,
  f32,
  f32x4,
  type FunctionSource,
  i32,
  type Scope,
  whileLoop,
  when,
} from "./assembler.ts";

type MultiplyAdd = (a: Code, b: Code, c: Code) => Code;

const range = (n: number): number[] => Array.from({ length: n }, (_, i) => i);

/**
 * `gather8` and `gather4`: for output positions p, `result[outputs[p]] = Σ over segments s, Σ over r < run:
 * source[positions[p] + segments[s] + r] · weights[s · run + r]`, for 8 or up to 4 channels at once. All offsets are in
 * bytes. Positions come in multiples of `tile`.
 */
export function gather(name: string, tile: number, vectors: 1 | 2, multiplyAdd: MultiplyAdd): FunctionSource {
  const sums = range(tile).flatMap((i) => range(vectors).map((v) => `sum${i}${v}`));
  return {
    name,
    parameters: [
      ["source", "i32"],
      ["positions", "i32"],
      ["outputs", "i32"],
      ["count", "i32"],
      ["segments", "i32"],
      ["segmentCount", "i32"],
      ["run", "i32"],
      ["weights", "i32"],
      ["result", "i32"],
      ["lanes", "i32"],
    ],
    locals: [
      ...range(tile).map((i) => [`at${i}`, "i32"] as const),
      ...range(tile).map((i) => [`from${i}`, "i32"] as const),
      ...["weight", "segment", "segmentsEnd", "left", "positionsEnd", "offset"].map(
        (n) => [n, "i32"] as const,
      ),
      ...sums.map((n) => [n, "v128"] as const),
      ...["weight0", "weight1", "value"].map((n) => [n, "v128"] as const),
    ],
    body: (scope) => {
      const { get, set } = scope;
      const product = (step: number): Code => [
        ...range(vectors).flatMap((v) =>
          set(`weight${v}`, f32x4.load(get("weight"), 16 * (step * vectors + v))),
        ),
        ...range(tile).flatMap((i) => [
          ...set("value", f32x4.loadSplat(get(`at${i}`), 4 * step)),
          ...range(vectors).flatMap((v) =>
            set(`sum${i}${v}`, multiplyAdd(get("value"), get(`weight${v}`), get(`sum${i}${v}`))),
          ),
        ]),
      ];
      const advance = (steps: number): Code => [
        ...set("weight", i32.add(get("weight"), i32.constant(16 * vectors * steps))),
        ...range(tile).flatMap((i) => set(`at${i}`, i32.add(get(`at${i}`), i32.constant(4 * steps)))),
        ...set("left", i32.subtract(get("left"), i32.constant(steps))),
      ];
      return [
        ...set("segmentsEnd", i32.add(get("segments"), i32.multiply(get("segmentCount"), i32.constant(4)))),
        ...set("positionsEnd", i32.add(get("positions"), i32.multiply(get("count"), i32.constant(4)))),
        ...whileLoop(
          i32.less(get("positions"), get("positionsEnd")),
          ...range(tile).map((i) =>
            set(`from${i}`, i32.add(get("source"), i32.load(get("positions"), 4 * i))),
          ),
          ...sums.map((sum) => set(sum, f32x4.zero())),
          set("weight", get("weights")),
          set("segment", get("segments")),
          doWhile(
            i32.less(get("segment"), get("segmentsEnd")),
            set("offset", i32.load(get("segment"))),
            ...range(tile).map((i) => set(`at${i}`, i32.add(get(`from${i}`), get("offset")))),
            set("left", get("run")),
            whileLoop(i32.atLeast(get("left"), i32.constant(4)), ...range(4).map(product), advance(4)),
            whileLoop(get("left"), product(0), advance(1)),
            set("segment", i32.add(get("segment"), i32.constant(4))),
          ),
          ...range(tile).flatMap((i) => [
            set("offset", i32.add(get("result"), i32.load(get("outputs"), 4 * i))),
            vectors === 2
              ? [
                  ...f32x4.store(get("offset"), get(`sum${i}0`)),
                  ...f32x4.store(get("offset"), get(`sum${i}1`), 16),
                ]
              : storeLanes(scope, "offset", `sum${i}0`),
          ]),
          set("positions", i32.add(get("positions"), i32.constant(4 * tile))),
          set("outputs", i32.add(get("outputs"), i32.constant(4 * tile))),
        ),
      ];
    },
  };
}

/** Stores the first `lanes` lanes. */
function storeLanes({ get }: Scope, address: string, value: string): Code {
  return range(4).flatMap((lane) =>
    when(
      i32.less(i32.constant(lane), get("lanes")),
      f32.store(get(address), f32x4.lane(get(value), lane), 4 * lane),
    ),
  );
}

/**
 * `correlate…`: adds Σ over positions p of source[positions[p] + r] · gradient[p · step + channel] to result[r ·
 * resultStep + channel], for `rows` values r and 8 or up to 4 channels at once. All offsets are in bytes.
 */
export function correlate(
  name: string,
  rows: number,
  vectors: 1 | 2,
  multiplyAdd: MultiplyAdd,
): FunctionSource {
  const sums = range(rows).flatMap((i) => range(vectors).map((v) => `sum${i}${v}`));
  return {
    name,
    parameters: [
      ["source", "i32"],
      ["positions", "i32"],
      ["count", "i32"],
      ["gradient", "i32"],
      ["step", "i32"],
      ["result", "i32"],
      ["resultStep", "i32"],
      ["lanes", "i32"],
    ],
    locals: [
      ...["positionsEnd", "at"].map((n) => [n, "i32"] as const),
      ...sums.map((n) => [n, "v128"] as const),
      ...["gradient0", "gradient1", "value"].map((n) => [n, "v128"] as const),
    ],
    body: (scope) => {
      const { get, set } = scope;
      const stored = (row: number): Code => {
        const lanewise = range(4).flatMap((lane) =>
          when(
            i32.less(i32.constant(lane), get("lanes")),
            f32.store(
              get("result"),
              f32x4.lane(f32x4.add(f32x4.splat(f32.load(get("result"), 4 * lane)), get(`sum${row}0`)), lane),
              4 * lane,
            ),
          ),
        );
        const whole = range(vectors).flatMap((v) =>
          f32x4.store(
            get("result"),
            f32x4.add(f32x4.load(get("result"), 16 * v), get(`sum${row}${v}`)),
            16 * v,
          ),
        );
        return [
          ...(vectors === 2 ? whole : lanewise),
          ...set("result", i32.add(get("result"), get("resultStep"))),
        ];
      };
      return [
        ...set("positionsEnd", i32.add(get("positions"), i32.multiply(get("count"), i32.constant(4)))),
        ...whileLoop(
          i32.less(get("positions"), get("positionsEnd")),
          set("at", i32.add(get("source"), i32.load(get("positions")))),
          ...range(vectors).map((v) => set(`gradient${v}`, f32x4.load(get("gradient"), 16 * v))),
          ...range(rows).flatMap((row) => [
            set("value", f32x4.loadSplat(get("at"), 4 * row)),
            ...range(vectors).map((v) =>
              set(`sum${row}${v}`, multiplyAdd(get("value"), get(`gradient${v}`), get(`sum${row}${v}`))),
            ),
          ]),
          set("positions", i32.add(get("positions"), i32.constant(4))),
          set("gradient", i32.add(get("gradient"), get("step"))),
        ),
        ...range(rows).flatMap(stored),
      ];
    },
  };
}
