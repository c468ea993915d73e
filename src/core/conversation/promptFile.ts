/** A prompt defined in a file. */
export interface PromptFile {
  /** Name to type after the slash. */
  readonly name: string;
  /** One-line description; may be empty. */
  readonly description: string;
  readonly body: string;
}

/** Why a file is not a valid prompt. */
export type PromptFault = 'tooLong' | 'notText' | 'openHeader' | 'badHeaderLine' | 'badName' | 'empty';

/** An invalid prompt file, with the location of the error. */
export interface BrokenPrompt {
  readonly fault: PromptFault;
  /** From 1. */
  readonly line: number;
}

/** Longer prompts would cost more per question than they are worth. In UTF-16 code units. */
export const MAX_PROMPT_LENGTH = 64_000;

/** A single word in any script. */
const NAME = /^[\p{L}\p{N}][\p{L}\p{M}\p{N}_.-]{0,49}$/u;

const FENCE = '---';

/** Returns whether the name is valid for a prompt. */
export function isPromptName(name: string): boolean {
  return NAME.test(name);
}

/** Normalizes a name for comparison: ignores case, and different encodings of accents and full-width letters. */
export function comparedName(name: string): string {
  return name.normalize('NFKC').toLowerCase();
}

/**
 * Parses a prompt file. The prompt's name is the file name without extension, unless the header has another one: lines
 * of `description: …` and `name: …` between two lines of `---`. Header keys of other programs are ignored.
 */
export function parsePromptFile(fileName: string, text: string): PromptFile | BrokenPrompt {
  const lines = text.replace(/^\ufeff/, '').split(/\r\n|\r|\n/);
  if (text.length > MAX_PROMPT_LENGTH) return { fault: 'tooLong', line: 1 };
  const nul = lines.findIndex(line => line.includes('\0'));
  if (nul >= 0) return { fault: 'notText', line: nul + 1 };
  const header = readHeader(lines);
  if ('fault' in header) return header;
  const { name = fileName.replace(/\.md$/i, ''), description = '' } = header.fields;
  if (!isPromptName(name)) return { fault: 'badName', line: header.nameLine };
  const body = lines.slice(header.length).join('\n').trim();
  // The file may end with its header.
  if (body === '') return { fault: 'empty', line: Math.min(header.length + 1, lines.length) };
  return { name, description, body };
}

interface Header {
  readonly fields: { readonly name?: string; readonly description?: string };
  /** Number of lines. */
  readonly length: number;
  /** Line of the name. */
  readonly nameLine: number;
}

function readHeader(lines: readonly string[]): Header | BrokenPrompt {
  if (lines[0]?.trimEnd() !== FENCE) return { fields: {}, length: 0, nameLine: 1 };
  const end = lines.findIndex((line, index) => index > 0 && line.trimEnd() === FENCE);
  if (end < 0) return { fault: 'openHeader', line: 1 };
  const fields: { name?: string; description?: string } = {};
  let nameLine = 1;
  for (const [index, line] of lines.slice(1, end).entries()) {
    // Comments, and nested values of other programs' keys.
    if (/^\s*(?:#.*)?$/.test(line) || /^[\s-]/.test(line)) continue;
    const [, key, value = ''] = /^([\w-]+)\s*[:：]\s*(.*)$/u.exec(line) ?? [];
    if (key === undefined) return { fault: 'badHeaderLine', line: index + 2 };
    if (key === 'description') fields.description = unquoted(value);
    if (key !== 'name') continue;
    fields.name = unquoted(value).replace(/^[/／]/, '');
    nameLine = index + 2;
  }
  return { fields, length: end + 1, nameLine };
}

function unquoted(value: string): string {
  const text = value.trim();
  return /^(["']).*\1$/.test(text) && text.length > 1 ? text.slice(1, -1).trim() : text;
}
