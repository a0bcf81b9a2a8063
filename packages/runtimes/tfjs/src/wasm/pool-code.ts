import { type Code, doWhile, f32, f32x4, type FunctionSource, i32, whileLoop } from "./assembler.ts";

/**
 * `poolSum` and `poolMaximum`: for positions p, `result[outputs[p] + c] = Σ or max over segments s of
 * source[positions[p] + segments[s] + c]`, for `channels` channels c. All offsets are in bytes.
 */
function pool(name: string, combine: { vector: Pair; scalar: Pair; start: number }): FunctionSource {
  return {
    name,
    parameters: [
      ["source", "i32"],
      ["positions", "i32"],
      ["outputs", "i32"],
      ["count", "i32"],
      ["segments", "i32"],
      ["segmentCount", "i32"],
      ["channels", "i32"],
      ["result", "i32"],
    ],
    locals: [
      ...["positionsEnd", "segmentsEnd", "segment", "from", "to", "left"].map((n) => [n, "i32"] as const),
      ["sum", "v128"],
      ["one", "f32"],
    ],
    body: ({ get, set }) => {
      const overSegments = (...body: Code[]): Code => [
        ...set("segment", get("segments")),
        ...doWhile(
          i32.less(get("segment"), get("segmentsEnd")),
          ...body,
          set("segment", i32.add(get("segment"), i32.constant(4))),
        ),
      ];
      const address = i32.add(get("from"), i32.load(get("segment")));
      const advance = (channels: number): Code => [
        ...set("from", i32.add(get("from"), i32.constant(4 * channels))),
        ...set("to", i32.add(get("to"), i32.constant(4 * channels))),
        ...set("left", i32.subtract(get("left"), i32.constant(channels))),
      ];
      return [
        ...set("segmentsEnd", i32.add(get("segments"), i32.multiply(get("segmentCount"), i32.constant(4)))),
        ...set("positionsEnd", i32.add(get("positions"), i32.multiply(get("count"), i32.constant(4)))),
        ...whileLoop(
          i32.less(get("positions"), get("positionsEnd")),
          set("from", i32.add(get("source"), i32.load(get("positions")))),
          set("to", i32.add(get("result"), i32.load(get("outputs")))),
          set("left", get("channels")),
          whileLoop(
            i32.atLeast(get("left"), i32.constant(4)),
            set("sum", f32x4.splat(f32.constant(combine.start))),
            overSegments(set("sum", combine.vector(get("sum"), f32x4.load(address)))),
            f32x4.store(get("to"), get("sum")),
            advance(4),
          ),
          whileLoop(
            get("left"),
            set("one", f32.constant(combine.start)),
            overSegments(set("one", combine.scalar(get("one"), f32.load(address)))),
            f32.store(get("to"), get("one")),
            advance(1),
          ),
          set("positions", i32.add(get("positions"), i32.constant(4))),
          set("outputs", i32.add(get("outputs"), i32.constant(4))),
        ),
      ];
    },
  };
}

type Pair = (a: Code, b: Code) => Code;

export const poolSum = pool("poolSum", { vector: f32x4.add, scalar: f32.add, start: 0 });

export const poolMaximum = pool("poolMaximum", {
  vector: f32x4.maximum,
  scalar: f32.maximum,
  start: -Infinity,
});
