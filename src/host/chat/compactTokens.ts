/** Formats a token count compactly: `320`, `1.2k`, `128k`. Context windows are often multiples of 1,024. */
export function compactTokens(tokens: number): string {
  if (tokens < 1000) return String(tokens);
  const thousands = tokens % 1000 !== 0 && tokens % 1024 === 0 ? tokens / 1024 : tokens / 1000;
  return thousands < 9.95 ? `${Number(thousands.toFixed(1))}k` : `${Math.round(thousands)}k`;
}
