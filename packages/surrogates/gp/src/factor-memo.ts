import { ProxyboError } from "@proxybo/core";
import type { Columns } from "./columns.ts";
import type { Kernel, KernelParts } from "./kernel.ts";
import { factorize, type Factorization } from "./posterior.ts";

/**
 * Factorises covariances, and goes on from the last one where the kernel is the same and the first rows are too. A pure
 * memo: the rows of a factor do not depend on those that follow.
 */
export class FactorMemo {
  #last: { readonly parts: KernelParts; readonly factorization: Factorization } | undefined;

  factorize(kernel: Kernel, parts: KernelParts, seen: Columns): Factorization {
    const last = this.#last && sameKernel(this.#last.parts, parts) ? this.#last.factorization : undefined;
    const common = last ? commonRows(last.seen, seen) : 0;
    const known = last && { factor: last.factor.slice(0, common), inverse: last.inverse.slice(0, common) };
    const factorization = factorize(kernel, seen, 0, known);
    if (factorization) {
      this.#last = { parts, factorization };
      return factorization;
    }
    // Rounding made it indefinite (many near duplicates, hardly any noise): add as little to the diagonal as helps.
    for (let jitter = 1e-12; jitter < 1e-1; jitter *= 10) {
      const mended = factorize(kernel, seen, jitter);
      if (mended) return mended;
    }
    throw new ProxyboError(
      "SURROGATE_FAILED",
      "expected a positive definite covariance, got none by jitter ≤ 0.1",
      {
        hint: "Is a feature or a target far from any usual size?",
      },
    );
  }
}

function sameKernel(a: KernelParts, b: KernelParts): boolean {
  return (
    a.slopeVariance === b.slopeVariance &&
    a.layout.names.join() === b.layout.names.join() &&
    a.layout.hamming?.decisions === b.layout.hamming?.decisions &&
    same(a.values, b.values) &&
    same(a.ranges, b.ranges)
  );
}

function same(a: ArrayLike<number>, b: ArrayLike<number>): boolean {
  if (a.length !== b.length) return false;
  for (let i = 0; i < a.length; i++) if (a[i] !== b[i]) return false;
  return true;
}

/** How many first rows are the same. */
function commonRows(a: Columns, b: Columns): number {
  const columns = (of: Columns) => [...of.categorical, ...of.counts, ...of.continuous, ...of.proxies];
  const [ofA, ofB] = [columns(a), columns(b)];
  if (ofA.length !== ofB.length) return 0;
  let common = Math.min(a.n, b.n);
  for (const [f, column] of ofA.entries()) {
    const other = ofB[f]!;
    for (let i = 0; i < common; i++) if (column[i] !== other[i]) common = i;
  }
  return common;
}
