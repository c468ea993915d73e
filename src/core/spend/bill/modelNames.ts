/** Words that say what of a model was charged, and not which model. */
const DIRECTIONS: ReadonlySet<string> = new Set(
  'input output token tokens cached cache hit prompt completion usage text chat service'.split(' '),
);

/** Ends of a name that tell a version of a model: a date, or one that moves on. */
const VERSION = /^(\d{4}|\d{6}|\d{8}|latest|preview)$/;

/**
 * Finds which of `models` an item of a bill is about. Bills write names their own way: `ERNIE-5.1 输入`, `ERNIE 4.5 Turbo`,
 * `ernie_5.1_output_tokens` (seen in Baidu's price pages; bills of ours were not seen). So only letters and digits count,
 * and where no name is the same, a version (`-latest`, `-20260402`) may be missing on either side, if that leaves one model.
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

/** `ERNIE4.5-Turbo-128K` is `ernie`, `4.5`, `turbo`, `128k`; Chinese words stand between names and are none. */
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
