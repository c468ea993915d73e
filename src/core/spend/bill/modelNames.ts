/** Words that describe what was charged, not which model. */
const DIRECTIONS: ReadonlySet<string> = new Set(
  'input output token tokens cached cache hit prompt completion usage text chat service'.split(' '),
);

/** Suffixes that denote a version of a model: a date, or a moving name. */
const VERSION = /^(\d{4}|\d{6}|\d{8}|latest|preview)$/;

/**
 * Returns the one of `models` that a bill item refers to. Bills spell names in their own way: `ERNIE-5.1 输入`, `ERNIE
 * 4.5 Turbo`, `ernie_5.1_output_tokens` (as on Baidu's price pages; real bills were not available). So only letters and
 * digits are compared. If no name is equal, a version (`-latest`, `-20260402`) may be missing on either side, provided
 * that only one model matches.
 */
export function modelOfItem(item: string, models: Iterable<string>): string | undefined {
  const wanted = wordsOf(item).filter(word => !DIRECTIONS.has(word));
  if (wanted.length === 0) return undefined;
  const named = [...new Set(models)].map(model => ({ model, words: wordsOf(model) }));
  const same = named.find(({ words }) => words.join(' ') === wanted.join(' '));
  if (same !== undefined) return same.model;
  const family = withoutVersion(wanted).join(' ');
  const kin = named.filter(({ words }) => withoutVersion(words).join(' ') === family);
  return kin.length === 1 ? kin[0]?.model : undefined;
}

/** Splits `ERNIE4.5-Turbo-128K` into `ernie`, `4.5`, `turbo`, `128k`. Chinese words are dropped. */
function wordsOf(name: string): string[] {
  const words = name
    .normalize('NFKC')
    .toLowerCase()
    .match(/[a-z]+|\d+(?:\.\d+)*[a-z]*/g);
  return words ?? [];
}

function withoutVersion(words: readonly string[]): readonly string[] {
  const end = words.findLastIndex(word => !VERSION.test(word));
  return words.slice(0, end + 1);
}
