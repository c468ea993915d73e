import { type PromptLanguage, type ReportedProblem, reportedProblems } from './commandPrompts.ts';

/** Returns the prompt for fixing the reported problems in the attached code. */
export function fixPrompt(language: PromptLanguage, problems: readonly ReportedProblem[]): string {
  return `${reportedProblems(language, problems)}\n\n${PROMPTS[language]}`;
}

/** Suppressing a report is the shortest way to remove it, but not a fix. */
const PROMPTS: Readonly<Record<PromptLanguage, string>> = {
  'zh-cn':
    '请修改附件中的代码，消除上面列出的问题的根本原因，只做必要的最小改动。不要用忽略注释、类型断言或 any 之类的办法掩盖问题，除非没有其他办法。其余代码、注释和格式保持原样。',
  en: 'Change the attached code so that the cause of the problems listed above is gone, by the smallest change that does it. Do not hide a problem by comments that silence it, casts or the like, unless there is no other way. All other code, comments and formatting stay as they are.',
};
