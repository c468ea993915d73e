import type { PromptLanguage } from './commandPrompts.ts';

/** How a prompt refers to an attachment. */
export type AttachedKind = 'code' | 'file' | 'text';

const NAMES: Readonly<Record<PromptLanguage, Readonly<Record<AttachedKind, string>>>> = {
  'zh-cn': { code: '附件中的代码', file: '附件中的文件', text: '附件中的文本' },
  en: { code: 'the attached code', file: 'the attached file', text: 'the attached text' },
};

/**
 * Returns how a prompt refers to an attachment. Attachments are separate and marked as data; prompts only refer to
 * them, so that nothing in a file, its name or the clipboard can read like part of the prompt.
 *
 * @param place number of the attachment, from 1, if there are several.
 */
export function attachmentName(kind: AttachedKind, language: PromptLanguage, place?: number): string {
  const name = NAMES[language][kind];
  if (place === undefined) return name;
  return language === 'zh-cn' ? `${name}（第 ${place} 个附件）` : `${name} (attachment ${place})`;
}
