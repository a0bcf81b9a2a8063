import { isRight } from "fp-ts/lib/Either.js";
import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { architectureAt, size } from "./architecture.ts";
import { operations } from "./operations.ts";
import { format, parse } from "./text.ts";

const none = "|none~0|+|none~0|none~1|+|none~0|none~1|none~2|";

function refusal(text: string) {
  const result = parse(text);
  if (isRight(result)) throw new Error(`'${text}' was read`);
  return result.left;
}

describe("format and parse", () => {
  it("writes the official string", () => {
    expect(format([3, 1, 0, 2, 0, 4])).toBe(
      "|nor_conv_3x3~0|+|skip_connect~0|none~1|+|nor_conv_1x1~0|none~1|avg_pool_3x3~2|",
    );
  });

  it("reads back all 15,625 architectures", () => {
    for (let index = 0; index < size; index++) {
      const architecture = architectureAt(index);
      expect(parse(format(architecture))).toEqual({ _tag: "Right", right: architecture });
    }
  });

  it("allows space around the string", () => {
    expect(parse(`  ${none}\n`)).toEqual({ _tag: "Right", right: [0, 0, 0, 0, 0, 0] });
  });

  it("reads nothing but what it would write, and never throws", () => {
    const piece = fc.constantFrom("|", "~", "+", "0", "1", "2", "3", " ", ...operations);
    const damaged = fc
      .tuple(fc.nat({ max: size - 1 }), fc.nat({ max: 90 }), fc.nat({ max: 12 }), fc.array(piece))
      .map(([index, at, cut, pieces]) => {
        const text = format(architectureAt(index));
        return text.slice(0, at) + pieces.join("") + text.slice(at + cut);
      });
    fc.assert(
      fc.property(fc.oneof(damaged, fc.array(piece).map(String), fc.string()), (text) => {
        const result = parse(text);
        const outcome = isRight(result) ? format(result.right) : result.left.code;
        expect([text.trim(), "ARCHITECTURE_MALFORMED"]).toContain(outcome);
      }),
      { numRuns: 2000 },
    );
  });
});

describe("a malformed text", () => {
  const cases: readonly (readonly [what: string, text: string, message: string, hint: RegExp])[] = [
    [
      "a misspelt operation",
      none.replace("none~1", "nor_conv_3x4~1"),
      "node 2, edge from node 1, character 18: expected an operation " +
        "(none, skip_connect, nor_conv_1x1, nor_conv_3x3, avg_pool_3x3), got 'nor_conv_3x4'",
      /^did you mean 'nor_conv_3x3'\?$/,
    ],
    [
      "an operation unlike any",
      none.replace("none~1", "lstm_7~1"),
      "node 2, edge from node 1, character 18: expected an operation " +
        "(none, skip_connect, nor_conv_1x1, nor_conv_3x3, avg_pool_3x3), got 'lstm_7'",
      /^the form is \|op~0\|\+/,
    ],
    [
      "a wrong source",
      none.replace("none~2", "none~3"),
      "node 3, edge from node 2, character 45: expected '~2' (the node that the edge comes from), got '~3|'",
      /^the form is/,
    ],
    [
      "a missing edge",
      "|none~0|+|none~0|+|none~0|none~1|none~2|",
      "node 2, edge from node 1, character 18: expected an operation " +
        "(none, skip_connect, nor_conv_1x1, nor_conv_3x3, avg_pool_3x3), got '+'",
      /^the form is/,
    ],
    [
      "a text cut off",
      none.slice(0, 12),
      "node 2, edge from node 0, character 11: expected an operation " +
        "(none, skip_connect, nor_conv_1x1, nor_conv_3x3, avg_pool_3x3), got 'no'",
      /.*/,
    ],
    [
      "a node too many",
      `${none}+|none~0|`,
      "after node 3, character 48: expected the end of the text, got '+|none~0|'",
      /^the form is/,
    ],
    [
      "an empty text",
      "",
      "node 1, edge from node 0, character 1: expected '|', got the end of the text",
      /^the form is/,
    ],
  ];

  for (const [what, text, message, hint] of cases)
    it(`${what}: says where, what was expected, and what came`, () => {
      const error = refusal(text);
      expect(error.code).toBe("ARCHITECTURE_MALFORMED");
      expect(error.message).toBe(`${message} (architecture '${text}')`);
      expect(error.hint).toMatch(hint);
      expect(error.place.architecture).toBe(text);
    });

  it("counts characters from the start of the text, space included", () => {
    expect(refusal(`  ${none}x`).message).toContain("character 50");
  });

  it("of great length is cut in the message", () => {
    expect(refusal(`|${"x".repeat(100_000)}`).message.length).toBeLessThan(600);
  });
});
