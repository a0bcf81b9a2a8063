/** A minus sign as wide as the plus sign. */
export function signed(value: number, digits: number): string {
  return value.toFixed(digits).replace("-", "−");
}

/** Percent with two digits, as benchmark tables print errors. */
export function percent(value: number): string {
  return `${value.toFixed(2)} %`;
}

/** Seconds for people: `12.0 s`, `3.5 min`, `2.1 h`, `7.1 days`. */
export function duration(seconds: number): string {
  if (seconds < 60) return `${seconds.toFixed(1)} s`;
  if (seconds < 3600) return `${(seconds / 60).toFixed(1)} min`;
  if (seconds < 48 * 3600) return `${(seconds / 3600).toFixed(1)} h`;
  return `${(seconds / 86_400).toFixed(1)} days`;
}
