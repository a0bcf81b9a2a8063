/** Numbers a code in a histogram: weight, sum of weighted targets, mean target, observations. */
export const histogramStride = 4;

/** Orders the first `count` codes of `list` by their mean target, which it also writes into `bins`. */
export function sortByMean(list: Int32Array, bins: Float64Array, count: number): void {
  for (let k = 0; k < count; k++) {
    const code = list[k]!;
    const mean = bins[code * histogramStride + 1]! / bins[code * histogramStride]!;
    bins[code * histogramStride + 2] = mean;
    let at = k;
    while (at > 0 && bins[list[at - 1]! * histogramStride + 2]! > mean) {
      list[at] = list[at - 1]!;
      at--;
    }
    list[at] = code;
  }
}

/** Orders the first `count` codes of `list`, which are those of 0 … codes − 1 whose bin has weight. */
export function sortByCode(list: Int32Array, bins: Float64Array, count: number, codes: number): void {
  if (count * 8 > codes) {
    for (let code = 0, k = 0; k < count; code++) if (bins[code * histogramStride] !== 0) list[k++] = code;
  } else if (count > 24) {
    list.subarray(0, count).sort();
  } else {
    for (let k = 1; k < count; k++) {
      const code = list[k]!;
      let at = k;
      while (at > 0 && list[at - 1]! > code) {
        list[at] = list[at - 1]!;
        at--;
      }
      list[at] = code;
    }
  }
}
