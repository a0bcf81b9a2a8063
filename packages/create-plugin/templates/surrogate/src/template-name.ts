import type { Inputs, Surrogate, SurrogateModel } from "@proxybo/core";
import { z } from "zod";
import { cholesky, solveLower, solveUpper } from "./cholesky.ts";
import { columnsOf } from "./columns.ts";

export interface TemplateNameOptions {
  /** How strongly weights are drawn to 0: the variance of the noise over that of a weight. */
  readonly ridge: number;
}

export const templateNameOptions: z.ZodType<TemplateNameOptions> = z.strictObject({
  ridge: z.number().positive().default(1).describe("how strongly weights are drawn to 0"),
});

/**
 * Bayesian linear regression: the error is a weighted sum over the decisions, one weight for each value of each. With
 * A = XᵀX + ridge·I, the prediction for x has mean x·A⁻¹Xᵀy and variance σ²·(1 + x·A⁻¹x), σ² the mean squared residual.
 *
 * Draws nothing at random, and says the same for the same observations.
 *
 * Source: Bishop, *Pattern Recognition and Machine Learning*, 2006, section 3.3.
 */
export function templateNameSurrogate({ ridge }: TemplateNameOptions = { ridge: 1 }): Surrogate {
  return { name: "template-name", uncertainty: true, fit: (inputs, targets) => fit(inputs, targets, ridge) };
}

function fit(inputs: Inputs, targets: Float64Array, ridge: number): SurrogateModel {
  const columns = columnsOf(inputs);
  const { width } = columns;
  const mean = targets.reduce((sum, target) => sum + target, 0) / inputs.n;
  const rows = Array.from({ length: inputs.n }, (_, i) => columns.row(inputs, i));
  const matrix = new Float64Array(width * width);
  const moments = new Float64Array(width);
  for (let c = 0; c < width; c++) matrix[c * width + c] = ridge;
  for (const [i, row] of rows.entries()) {
    for (let c = 0; c < width; c++) {
      moments[c]! += row[c]! * (targets[i]! - mean);
      for (let d = 0; d <= c; d++) matrix[c * width + d]! += row[c]! * row[d]!;
    }
  }
  const factor = cholesky(matrix, width);
  const weights = solveUpper(factor, solveLower(factor, moments));
  const predict = (row: Float64Array): number => mean + dot(row, weights);
  const noise = rows.reduce((sum, row, i) => sum + (targets[i]! - predict(row)) ** 2 / inputs.n, 0);
  return {
    predict: (candidates) => {
      const candidateRows = Array.from({ length: candidates.n }, (_, i) => columns.row(candidates, i));
      const spread = (row: Float64Array): number => {
        const whitened = solveLower(factor, row);
        return noise * (1 + dot(whitened, whitened));
      };
      return {
        mean: Float64Array.from(candidateRows, predict),
        variance: Float64Array.from(candidateRows, spread),
      };
    },
  };
}

function dot(a: Float64Array, b: Float64Array): number {
  let sum = 0;
  for (let i = 0; i < a.length; i++) sum += a[i]! * b[i]!;
  return sum;
}
