/** A function and its gradient at a point. */
export interface Slope {
  readonly value: number;
  readonly gradient: Float64Array;
}

export interface MinimizeOptions {
  readonly evaluations: number;
  /** No coordinate leaves −bound … bound. */
  readonly bound: number;
  /** Ends where no derivative is larger. */
  readonly tolerance: number;
}

/**
 * Minimises a smooth function of few variables by BFGS from the origin, the identity as first Hessian, with a
 * backtracking line search (Nocedal & Wright 2006, algorithms 3.1 and 6.1). Uses at most so many evaluations; without a minimum by
 * then, gives the best point seen. Deterministic.
 */
export function minimize(
  f: (point: Float64Array) => Slope,
  size: number,
  { evaluations, bound, tolerance }: MinimizeOptions,
): { readonly point: Float64Array; readonly value: number } {
  let point: Float64Array = new Float64Array(size);
  let here = f(point);
  const inverseHessian = Array.from({ length: size }, (_, i) => {
    const row = new Float64Array(size);
    row[i] = 1;
    return row;
  });
  let step = Math.min(1, 1 / Math.max(norm(here.gradient), 1e-12));
  for (let used = 1; used < evaluations;) {
    if (here.gradient.every((slope) => Math.abs(slope) <= tolerance)) break;
    const direction = Float64Array.from(inverseHessian, (row) => -inner(row, here.gradient));
    let next: Float64Array;
    let there: Slope;
    for (;;) {
      next = point.map((x, i) => Math.min(bound, Math.max(-bound, x + step * direction[i]!)));
      there = f(next);
      used++;
      const expected = 1e-4 * next.reduce((sum, x, i) => sum + (x - point[i]!) * here.gradient[i]!, 0);
      if (there.value <= here.value + expected) break;
      step /= 3;
      if (used >= evaluations || step < 1e-6) return { point, value: here.value };
    }
    updateInverseHessian(
      inverseHessian,
      next.map((x, i) => x - point[i]!),
      there.gradient.map((slope, i) => slope - here.gradient[i]!),
    );
    point = next;
    here = there;
    step = 1;
  }
  return { point, value: here.value };
}

/** H ← (I − ρ s yᵀ) H (I − ρ y sᵀ) + ρ s sᵀ, left as it is where the curvature is not positive. */
function updateInverseHessian(h: Float64Array[], s: Float64Array, y: Float64Array): void {
  const curvature = inner(s, y);
  if (!(curvature > 1e-10 * norm(s) * norm(y))) return;
  const hy = Float64Array.from(h, (row) => inner(row, y));
  const factor = (1 + inner(y, hy) / curvature) / curvature;
  for (let i = 0; i < s.length; i++)
    for (let j = 0; j < s.length; j++)
      h[i]![j]! += factor * s[i]! * s[j]! - (hy[i]! * s[j]! + s[i]! * hy[j]!) / curvature;
}

function inner(a: Float64Array, b: Float64Array): number {
  let sum = 0;
  for (let i = 0; i < a.length; i++) sum += a[i]! * b[i]!;
  return sum;
}

function norm(a: Float64Array): number {
  return Math.sqrt(inner(a, a));
}
