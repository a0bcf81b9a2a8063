/**
 * Elementary functions by additions, multiplications and divisions alone, which IEEE 754 fixes to the last bit. Those of
 * `Math` may differ in the last digit from one JavaScript engine to the next, and a last digit decides between
 * candidates that tie: with these a seed gives the same search on Node.js, Bun and Deno. Each is within two units in
 * the last place.
 */

const ln2 = { high: 0.6931471803691238, low: 1.9082149292705877e-10 };
const bits = new DataView(new ArrayBuffer(8));

/** eˣ: x = k ln 2 + r with |r| ≤ ½ ln 2, then the series of eʳ, times 2ᵏ. */
export function exp(x: number): number {
  if (!(x > -746)) return Number.isNaN(x) ? x : 0;
  if (x > 709.79) return Infinity;
  const k = Math.round(x / Math.LN2);
  const r = x - k * ln2.high - k * ln2.low;
  let series = 1;
  for (let n = 14; n > 0; n--) series = 1 + (r * series) / n;
  // In two steps: 2ᵏ alone may be too large or too small for a number.
  const half = Math.trunc(k / 2);
  return series * powerOfTwo(half) * powerOfTwo(k - half);
}

/** ln x: x = m 2ᵏ with m near 1, then ln m by its series in (m − 1)/(m + 1). */
export function log(x: number): number {
  if (!(x > 0)) return x === 0 ? -Infinity : Number.NaN;
  if (x === Infinity) return x;
  if (x < 2.3e-308) return log(x * 18_014_398_509_481_984) - 54 * Math.LN2;
  bits.setFloat64(0, x);
  const high = bits.getUint32(0);
  bits.setUint32(0, (high & 0xfffff) | 0x3ff00000);
  let m = bits.getFloat64(0);
  let k = (high >>> 20) - 1023;
  if (m > Math.SQRT2) {
    m /= 2;
    k++;
  }
  return k * ln2.high + (k * ln2.low + logarithmFrom((m - 1) / (m + 1)));
}

/** ln(1 + x), with all digits where x is small. */
export function log1p(x: number): number {
  if (Math.abs(x) < 1e-17) return x;
  return Math.abs(x) < 0.4 ? logarithmFrom(x / (2 + x)) : log(1 + x);
}

/** sin and cos of an angle in turns, 0 … 1: at most an eighth of a turn from a multiple of a quarter. */
export function sineAndCosine(turns: number): readonly [sine: number, cosine: number] {
  const quarters = Math.round(4 * turns);
  const r = (4 * turns - quarters) * (Math.PI / 2);
  let sine = 1;
  let cosine = 1;
  for (let n = 16; n > 0; n -= 2) {
    sine = 1 - (r * r * sine) / (n * (n + 1));
    cosine = 1 - (r * r * cosine) / (n * (n - 1));
  }
  sine *= r;
  if (quarters % 4 === 0) return [sine, cosine];
  if (quarters % 4 === 1) return [cosine, -sine];
  return quarters % 4 === 2 ? [-sine, -cosine] : [-cosine, sine];
}

/** ln((1 + s)/(1 − s)) = 2(s + s³/3 + s⁵/5 + …), for |s| ≤ ¼. */
function logarithmFrom(s: number): number {
  const square = s * s;
  let series = 1 / 29;
  for (let n = 27; n > 0; n -= 2) series = 1 / n + square * series;
  return 2 * s * series;
}

/** 2ᵏ, exact, for k in −1022 … 1023. */
function powerOfTwo(k: number): number {
  bits.setUint32(0, (k + 1023) << 20);
  bits.setUint32(4, 0);
  return bits.getFloat64(0);
}
