/** Ranks of a match between a query and a name or path; lower is better. */
const EXACT = 0;
const BEGINNING = 1;
const WORD = 2;
const INSIDE = 3;
const SCATTERED = 4;

/**
 * Ranks how well a path matches a query: the name before the folders, whole words before scattered letters. Lower is
 * better; `undefined` without a match. Ignores case and spaces.
 */
export function fuzzyMatch(query: string, path: string): number | undefined {
  const wanted = query.replace(/\s+/g, '').toLowerCase();
  if (wanted === '') return EXACT;
  const whole = path.toLowerCase();
  const name = whole.slice(whole.lastIndexOf('/') + 1);
  if (!wanted.includes('/')) {
    const byName = placeOf(wanted, name);
    if (byName !== undefined) return byName;
    if (isScattered(wanted, name)) return SCATTERED;
  }
  const byPath = placeOf(wanted, whole);
  if (byPath !== undefined) return SCATTERED + 1 + byPath;
  return isScattered(wanted, whole) ? 2 * (SCATTERED + 1) : undefined;
}

function placeOf(wanted: string, text: string): number | undefined {
  const at = text.indexOf(wanted);
  if (at < 0) return undefined;
  if (at === 0) return text.length === wanted.length ? EXACT : BEGINNING;
  return /[\p{L}\p{N}]/u.test(text[at - 1] ?? '') ? INSIDE : WORD;
}

function isScattered(wanted: string, text: string): boolean {
  let from = 0;
  for (const letter of wanted) {
    const at = text.indexOf(letter, from);
    if (at < 0) return false;
    from = at + letter.length;
  }
  return true;
}
