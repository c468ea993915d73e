import { randomUUID } from 'node:crypto';
import { areConventional, languageOf, type MessageStyle } from '../../core/commit/commitHabits.ts';
import { COMMIT_SYSTEM, commitPrompt } from '../../core/commit/commitPrompt.ts';
import type { Digest } from '../../core/commit/digest.ts';
import type { Attachment } from '../../core/conversation/conversation.ts';
import type { OneQuestion } from '../asking/oneQuestion.ts';
import type { Configuration } from '../configuration.ts';
import { isChinese } from '../language.ts';

/** What a commit message is made of. */
export interface CommitQuestionMatter {
  readonly title: string;
  readonly digest: Digest;
  /** Where the changes are from, as the model is told: `staged`, `unstaged` or `clipboard`. */
  readonly source: string;
  /** First lines of earlier commits. */
  readonly subjects: readonly string[];
  /** What the person had typed; empty where that was nothing. */
  readonly typed: string;
  /** The same was asked before, and shall be answered differently. */
  readonly isAgain: boolean;
  /** The model reasons before it answers. */
  readonly isThinking: boolean;
}

/** Changes together take so much of a request: what a message costs has an upper bound, however much changed. */
export const CHANGES_TOKENS = 6_000;

const MESSAGE_TOKENS = 512;
/** The limit holds for reasoning and answer together, and a message after too long a thought would never come. */
const REASONING_TOKENS = 2_048;

const LONGEST_HINT = 2_000;

export function commitQuestion(matter: CommitQuestionMatter, configuration: Pick<Configuration, 'get'>): OneQuestion {
  const { title, digest, source, subjects, isAgain, isThinking } = matter;
  const typed = matter.typed.slice(0, LONGEST_HINT);
  const own = configuration.get('wenxin.commitMessage.language');
  const language = own === 'auto' ? (languageOf(subjects) ?? (isChinese() ? 'zh-cn' : 'en')) : own;
  const style = styleOf(configuration.get('wenxin.commitMessage.style'), subjects);
  const { files, shortened, text } = digest;
  return {
    feature: 'commitMessage',
    title,
    system: COMMIT_SYSTEM,
    typed,
    prompt: commitPrompt({ language, style, hasExamples: subjects.length > 0, hint: typed }),
    attachments: [
      attachment('changes', source, 'diff', text, { taken: files - shortened, found: files }),
      ...(subjects.length === 0 ? [] : [attachment('pasted', 'recent commit subjects', '', subjects.join('\n'))]),
    ],
    maxOutputTokens: isThinking ? REASONING_TOKENS : MESSAGE_TOKENS,
    ...(isAgain && { fresh: true }),
  };
}

function styleOf(own: 'auto' | 'plain' | 'conventional', subjects: readonly string[]): MessageStyle {
  if (own !== 'auto') return own;
  if (areConventional(subjects)) return 'conventional';
  return subjects.length === 0 ? 'plain' : 'asBefore';
}

function attachment(
  kind: 'changes' | 'pasted',
  name: string,
  languageId: string,
  text: string,
  parts?: NonNullable<Attachment['parts']>,
): Attachment {
  const place = { startLine: 1, endLine: text.split('\n').length };
  return { id: randomUUID(), kind, path: '', name, languageId, ...place, text, ...(parts && { parts }) };
}
