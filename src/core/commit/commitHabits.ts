/** Language of a commit message. */
export type MessageLanguage = 'zh-cn' | 'en';

/** Style of a commit message: as in the attached examples, or by rules. */
export type MessageStyle = 'asBefore' | 'plain' | 'conventional';

/** What is needed of a commit to learn the style of its message. */
export interface RecentCommit {
  readonly message: string;
  /** More than one for a merge. */
  readonly parents: readonly string[];
  readonly authorName?: string;
  readonly authorEmail?: string;
}

/** Limits of the examples. */
const MOST_SUBJECTS = 10;
const LONGEST_SUBJECT = 120;

/** Messages written by Git and other programs. */
const WRITTEN_BY_PROGRAMS = /^(?:Merge |Revert "|fixup! |squash! |amend! |Bump |v?\d+\.\d+\.\d+)/;

/** Returns the subjects of recent commits, the user's own first, without those written by programs. */
export function recentSubjects(newestFirst: readonly RecentCommit[], ownEmail: string): readonly string[] {
  const written = newestFirst.filter(
    ({ message, parents, authorName = '' }) =>
      parents.length < 2 && !WRITTEN_BY_PROGRAMS.test(message) && !authorName.endsWith('[bot]'),
  );
  const isOwn = ({ authorEmail = '' }: RecentCommit): boolean =>
    ownEmail !== '' && authorEmail.toLowerCase() === ownEmail.toLowerCase();
  const subjects = [...written.filter(isOwn), ...written.filter(commit => !isOwn(commit))].map(subjectOf);
  return subjects.filter(subject => subject !== '').slice(0, MOST_SUBJECTS);
}

function subjectOf({ message }: RecentCommit): string {
  const [subject = ''] = message.trimStart().split('\n', 1);
  return subject.trim().slice(0, LONGEST_SUBJECT);
}

/** `fix(parser)!: ...`, also after an emoji and with a full-width colon. */
const CONVENTIONAL = /^(?:[^\p{L}\p{N}]{1,3}\s*)?[a-z]{2,12}(?:\([^)]{1,40}\))?!?[:：]\s*\S/u;

/** Returns whether most messages are Conventional Commits. */
export function areConventional(subjects: readonly string[]): boolean {
  return isMost(subjects, subject => CONVENTIONAL.test(subject));
}

/** Returns the language of most messages; `undefined` if there are none. */
export function languageOf(subjects: readonly string[]): MessageLanguage | undefined {
  if (subjects.length === 0) return undefined;
  return isMost(subjects, isChinese) ? 'zh-cn' : 'en';
}

/** Chinese sentences about code contain many Latin names, and need fewer characters. Kana means Japanese. */
function isChinese(subject: string): boolean {
  const han = subject.match(/\p{Script=Han}/gu)?.length ?? 0;
  const latin = subject.replace(CONVENTIONAL, '').match(/[a-z]+/gi)?.length ?? 0;
  return han >= 2 && han >= latin && !/[\u3040-\u30ff]/.test(subject);
}

function isMost(subjects: readonly string[], is: (subject: string) => boolean): boolean {
  return subjects.filter(is).length * 2 > subjects.length;
}
