/** Language a commit message is written in. */
export type MessageLanguage = 'zh-cn' | 'en';

/** How it is written: as the examples beside it, or as its rules say. */
export type MessageStyle = 'asBefore' | 'plain' | 'conventional';

/** A commit as far as it shows how messages are written. */
export interface RecentCommit {
  readonly message: string;
  /** More than one where branches were merged. */
  readonly parents: readonly string[];
  readonly authorName?: string;
  readonly authorEmail?: string;
}

/** So many say enough. */
const MOST_SUBJECTS = 10;
const LONGEST_SUBJECT = 120;

/** What Git and programs write themselves. */
const WRITTEN_BY_PROGRAMS = /^(?:Merge |Revert "|fixup! |squash! |amend! |Bump |v?\d+\.\d+\.\d+)/;

/** First lines of the last commits, those of the person first. What programs wrote is no example. */
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

/** `fix(parser)!: ...`, also behind an emoji and with a full-width colon. */
const CONVENTIONAL = /^(?:[^\p{L}\p{N}]{1,3}\s*)?[a-z]{2,12}(?:\([^)]{1,40}\))?!?[:：]\s*\S/u;

/** Whether most of the messages are Conventional Commits. */
export function areConventional(subjects: readonly string[]): boolean {
  return isMost(subjects, subject => CONVENTIONAL.test(subject));
}

/** The language most messages are in; `undefined` when there are none. */
export function languageOf(subjects: readonly string[]): MessageLanguage | undefined {
  if (subjects.length === 0) return undefined;
  return isMost(subjects, isChinese) ? 'zh-cn' : 'en';
}

/** A Chinese sentence about code is full of names, and says as much in fewer characters. Japanese has kana in it. */
function isChinese(subject: string): boolean {
  const han = subject.match(/\p{Script=Han}/gu)?.length ?? 0;
  const latin = subject.replace(CONVENTIONAL, '').match(/[a-z]+/gi)?.length ?? 0;
  return han >= 2 && han >= latin && !/[\u3040-\u30ff]/.test(subject);
}

function isMost(subjects: readonly string[], is: (subject: string) => boolean): boolean {
  return subjects.filter(is).length * 2 > subjects.length;
}
