import type { PromptLanguage } from './commandPrompts.ts';

/** What a prompt calls something that goes along with it. */
export type AttachedKind = 'code' | 'file' | 'text';

const NAMES: Readonly<Record<PromptLanguage, Readonly<Record<AttachedKind, string>>>> = {
  'zh-cn': { code: '附件中的代码', file: '附件中的文件', text: '附件中的文本' },
  en: { code: 'the attached code', file: 'the attached file', text: 'the attached text' },
};

/**
 * How a prompt speaks of an attachment. What is attached stands apart, marked as data: a prompt only points to it, so that
 * nothing in a file, its name or the clipboard can read like a part of the prompt.
 *
 * @param place of the attachment, counted from 1, where there are several.
 */
export function attachmentName(kind: AttachedKind, language: PromptLanguage, place?: number): string {
  const name = NAMES[language][kind];
  if (place === undefined) return name;
  return language === 'zh-cn' ? `${name}（第 ${place} 个附件）` : `${name} (attachment ${place})`;
}
