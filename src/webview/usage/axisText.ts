/**
 * The text of a mark on the axis of amounts. All marks of an axis have as many decimals, as many as the step between them
 * needs, and money no single one; counts are shortened to thousands and millions.
 *
 * @param values of all marks, in yuan or as counts.
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

/** Decimals that tell two marks apart that are a step from each other. */
function decimalsOf(step: number): number {
  for (let decimals = 0; decimals < 6; decimals++) {
    const scaled = step * 10 ** decimals;
    if (Math.abs(scaled - Math.round(scaled)) < 1e-6) return decimals;
  }
  return 6;
}
