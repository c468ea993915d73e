import { randomUUID } from 'node:crypto';
import { areConventional, languageOf, type MessageStyle } from '../../core/commit/commitHabits.ts';
import { COMMIT_SYSTEM, commitPrompt } from '../../core/commit/commitPrompt.ts';
import type { Digest } from '../../core/commit/digest.ts';
import type { Attachment } from '../../core/conversation/conversation.ts';
import type { OneQuestion } from '../asking/oneQuestion.ts';
import type { Configuration } from '../configuration.ts';
import { isChinese } from '../language.ts';

/** The input of a commit message. */
export interface CommitQuestionMatter {
  readonly title: string;
  readonly digest: Digest;
  /** Origin of the changes, as told to the model: `staged`, `unstaged` or `clipboard`. */
  readonly source: string;
  /** First lines of earlier commit messages. */
  readonly subjects: readonly string[];
  /** What the user had typed; empty if nothing. */
  readonly typed: string;
  /** The same question was asked before, and the user wants another answer. */
  readonly isAgain: boolean;
}

/** Token limit for all changes together; it bounds the cost of a message, however much changed. */
export const CHANGES_TOKENS = 6_000;

/** Not applied to models that reason, see `planned`. */
const MESSAGE_TOKENS = 512;

const LONGEST_HINT = 2_000;

export function commitQuestion(matter: CommitQuestionMatter, configuration: Pick<Configuration, 'get'>): OneQuestion {
  const { title, digest, source, subjects, isAgain } = matter;
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
    maxOutputTokens: MESSAGE_TOKENS,
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
