/** A prompt that somebody wrote into a file. */
export interface PromptFile {
  /** What is typed after the slash. */
  readonly name: string;
  /** One line about it; may be empty. */
  readonly description: string;
  readonly body: string;
}

/** Why a file is no prompt. */
export type PromptFault = 'tooLong' | 'notText' | 'openHeader' | 'badHeaderLine' | 'badName' | 'empty';

/** A file that is no prompt, and where that shows. */
export interface BrokenPrompt {
  readonly fault: PromptFault;
  /** Counted from 1. */
  readonly line: number;
}

/** Longer ones cost more with each question than they can be worth. In UTF-16 units. */
export const MAX_PROMPT_LENGTH = 64_000;

/** What can be typed as one word, in any script. */
const NAME = /^[\p{L}\p{N}][\p{L}\p{M}\p{N}_.-]{0,49}$/u;

const FENCE = '---';

/** Whether a prompt can have this name. */
export function isPromptName(name: string): boolean {
  return NAME.test(name);
}

/** A name as it is compared: without regard to case, and to how an accent or a full-width letter is written. */
export function comparedName(name: string): string {
  return name.normalize('NFKC').toLowerCase();
}

/**
 * Reads a prompt. The file's name without its ending is the prompt's, unless the header says another one: lines of
 * `description: …` and `name: …` between two lines of `---`. Keys that other programs put there are passed over.
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
  if (body === '') return { fault: 'empty', line: header.length + 1 };
  return { name, description, body };
}

interface Header {
  readonly fields: { readonly name?: string; readonly description?: string };
  /** Lines it takes. */
  readonly length: number;
  /** Where the name stands. */
  readonly nameLine: number;
}

function readHeader(lines: readonly string[]): Header | BrokenPrompt {
  if (lines[0]?.trimEnd() !== FENCE) return { fields: {}, length: 0, nameLine: 1 };
  const end = lines.findIndex((line, index) => index > 0 && line.trimEnd() === FENCE);
  if (end < 0) return { fault: 'openHeader', line: 1 };
  const fields: { name?: string; description?: string } = {};
  let nameLine = 1;
  for (const [index, line] of lines.slice(1, end).entries()) {
    // Comments, and what belongs to a key of another program.
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
