/**
 * Returns the label of a tick on the value axis. All ticks have the same number of decimals, as many as the step
 * between them needs, and amounts never exactly one; counts are shortened to thousands and millions.
 *
 * @param values of all ticks, in yuan or as counts.
 */
export function axisText(values: readonly number[], at: number, unit: 'yuan' | 'count'): string {
  const value = values[at] ?? 0;
  const step = Math.abs((values[1] ?? 1) - (values[0] ?? 0));
  const top = Math.max(...values.map(Math.abs));
  if (unit === 'yuan') {
    const decimals = decimalsOf(step);
    return value === 0 ? '¥0' : `¥${value.toFixed(decimals === 0 ? 0 : Math.max(2, decimals))}`;
  }
  if (value === 0) return '0';
  const [divisor, letter] = top >= 1e9 ? [1e9, 'B'] : top >= 1e6 ? [1e6, 'M'] : top >= 10_000 ? [1e3, 'K'] : [1, ''];
  return `${(value / divisor).toFixed(decimalsOf(step / divisor))}${letter}`;
}

/** Returns the number of decimals needed to distinguish two adjacent ticks. */
function decimalsOf(step: number): number {
  for (let decimals = 0; decimals < 6; decimals++) {
    const scaled = step * 10 ** decimals;
    if (Math.abs(scaled - Math.round(scaled)) < 1e-6) return decimals;
  }
  return 6;
}
