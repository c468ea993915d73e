import type { FoundSecret } from './secret.ts';

/** Boundary lines of private keys in RFC 7468, OpenSSH and PGP; identified only by the five hyphens at each end. */
const BOUNDARY = /-----(BEGIN|END) (?:[A-Z0-9]{1,12} ){0,3}PRIVATE KEY(?: BLOCK)?-----/g;

/** Longer than an RSA key of 16,384 bits. */
const MAX_CHARACTERS = 40_000;

/** A line of an incomplete key: base64, possibly within a string literal, or a header. */
const KEY_LINE =
  /^[ \t"'`+]{0,40}(?:[A-Za-z0-9+/=]{16,200}|[A-Za-z-]{2,20}: ?[^\n]{0,100})?(?:\\[nr]){0,2}["'`+,; \t\\]{0,20}$/;

/** The rest of the first line, if the key's line breaks are written as `\n`. */
const SAME_LINE = /^(?:\\[nr]|[A-Za-z0-9+/=])*/;

/**
 * Finds private keys in PEM format, including those whose end was not selected. Ignores code that only mentions the
 * boundaries.
 */
export function findPrivateKeys(text: string): FoundSecret[] {
  const boundaries = [...text.matchAll(BOUNDARY)];
  return boundaries.flatMap((boundary, index): FoundSecret[] => {
    if (boundary[1] !== 'BEGIN') return [];
    const start = boundary.index;
    const bodyStart = start + boundary[0].length;
    const next = boundaries[index + 1];
    const isWhole = next?.[1] === 'END' && next.index - bodyStart <= MAX_CHARACTERS;
    const bodyEnd = isWhole ? next.index : endOfLines(text, bodyStart, next?.index ?? text.length);
    if (!hasKey(text.slice(bodyStart, bodyEnd))) return [];
    return [{ kind: 'privateKey', start, end: isWhole ? bodyEnd + next[0].length : bodyEnd }];
  });
}

/** Returns the end of the text that looks like lines of a key. */
function endOfLines(text: string, start: number, limit: number): number {
  const body = text.slice(start, Math.min(limit, start + MAX_CHARACTERS));
  const [first = '', ...lines] = body.split('\n');
  let length = SAME_LINE.exec(first)?.[0].length ?? 0;
  if (!KEY_LINE.test(first.slice(length).trimEnd())) return start + length;
  length = first.length;
  for (const line of lines) {
    if (!KEY_LINE.test(line.trimEnd())) break;
    length += 1 + line.length;
  }
  return start + body.slice(0, length).trimEnd().length;
}

function hasKey(body: string): boolean {
  const [run] = /[A-Za-z0-9+/]{24,}/.exec(body) ?? [''];
  return new Set(run).size >= 8;
}
