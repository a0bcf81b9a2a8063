import * as fc from "fast-check";
import { isLeft, isRight } from "fp-ts/lib/Either.js";
import { describe, expect, it } from "vitest";
import { architectureAt, operations, size } from "./index.ts";
import { format, parse } from "./text.ts";

const text = "conv5:1|conv7d2:01|zero:110";

function refusal(malformed: string) {
  const result = parse(malformed);
  if (isRight(result)) throw new Error(`'${malformed}' was read`);
  return result.left;
}

describe("format and parse", () => {
  it("names each node's operation and what is added to it", () => {
    expect(
      format([
        [1, 1],
        [4, 0, 1],
        [5, 1, 1, 0],
      ]),
    ).toBe(text);
  });

  it("read back all 13,824 architectures, as text and as vectors by code or name", () => {
    for (let index = 0; index < size; index++) {
      const architecture = architectureAt(index);
      const names = architecture.map(([code, ...skips]) => [operations[code], ...skips]);
      for (const form of [format(architecture), JSON.stringify(architecture), JSON.stringify(names)]) {
        const result = parse(form);
        if (isLeft(result) || result.right !== architecture) throw new Error(form);
      }
    }
    expect(parse(` ${text}\n`)).toEqual(parse(text));
  });

  it("read nothing but what they would write, and never throw", () => {
    const piece = fc.constantFrom("|", ":", "0", "1", "[", "]", ",", ...operations);
    const damaged = fc
      .tuple(
        fc.nat({ max: size - 1 }),
        fc.boolean(),
        fc.nat({ max: 40 }),
        fc.nat({ max: 9 }),
        fc.array(piece),
      )
      .map(([index, vector, at, cut, pieces]) => {
        const whole = vector ? JSON.stringify(architectureAt(index)) : format(architectureAt(index));
        return whole.slice(0, at) + pieces.join("") + whole.slice(at + cut);
      });
    fc.assert(
      fc.property(fc.oneof(damaged, fc.string()), (form) => {
        const result = parse(form);
        const again = isLeft(result) ? result : parse(format(result.right));
        expect(isLeft(again) ? again.left.code : again).toEqual(
          isLeft(result) ? "ARCHITECTURE_MALFORMED" : result,
        );
      }),
      { numRuns: 2000 },
    );
  });
});

describe("a malformed text", () => {
  const names = "linear, conv5, conv5d2, conv7, conv7d2, zero";
  const cases: readonly (readonly [what: string, text: string, message: string, hint: RegExp])[] = [
    [
      "a misspelt operation",
      "conv5:1|linaer:01|zero:110",
      `node 2, character 9: expected an operation (${names}), got 'linaer'`,
      /^did you mean 'linear'\?$/,
    ],
    [
      "a missing digit",
      "conv5:1|conv7d2:0|zero:110",
      "node 2, character 17: expected 2 digits 0 or 1, one for the input and each earlier node, got '0'",
      /^the form is/,
    ],
    [
      "a text cut off",
      "conv5:1|linear:01",
      "node 3, character 18: expected '|', got the end of the text",
      /./,
    ],
    [
      "a node too many",
      `${text}|linear:0000`,
      "node 3, character 28: expected the end of the text, got '|linear:0000'",
      /./,
    ],
    ["a vector of two nodes", "[[1,1],[4,0,1]]", "vector: expected 3 nodes, got [[1,1],[4,0,1]]", /./],
    [
      "an unknown code",
      "[[6,1],[4,0,1],[5,1,1,0]]",
      `node 1, operation: expected 0 … 5 or a name (${names}), got 6`,
      /./,
    ],
    ["a skip of 2", "[[1,2],[4,0,1],[5,1,1,0]]", "node 1, skip from 0: expected 0 or 1, got 2", /./],
    [
      "a short node",
      "[[1,1],[4,0],[5,1,1,0]]",
      "node 2: expected an operation and 2 of 0 or 1, got [4,0]",
      /./,
    ],
  ];
  for (const [what, malformed, message, hint] of cases)
    it(`${what}: says where, what was expected, and what came`, () => {
      const error = refusal(malformed);
      expect(error.code).toBe("ARCHITECTURE_MALFORMED");
      expect(error.message).toBe(`${message} (architecture '${malformed}')`);
      expect(error.hint).toMatch(hint);
    });

  it("of great length is cut in the message", () => {
    expect(refusal("x".repeat(100_000)).message.length).toBeLessThan(600);
    expect(refusal(`["${"x".repeat(100_000)}"]`).message.length).toBeLessThan(600);
  });
});
