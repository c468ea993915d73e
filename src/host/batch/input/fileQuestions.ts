import { randomUUID } from 'node:crypto';
import { setImmediate } from 'node:timers/promises';
import * as vscode from 'vscode';
import type { PlannedLine } from '../../../core/batch/requestsFile.ts';
import type { PromptLanguage } from '../../../core/conversation/commandPrompts.ts';
import type { Attachment } from '../../../core/conversation/conversation.ts';
import { type ReplyLanguage, systemPrompt, userMessage } from '../../../core/conversation/prompts.ts';
import type { BatchPrompt } from './batchPrompt.ts';
import { functionsOf } from './functionsOf.ts';
import type { LeftOutFiles } from './leftOutFiles.ts';
import { isProtected, type SourceFile } from './readSources.ts';

/** How files are turned into questions. */
export interface QuestionWay {
  readonly prompt: BatchPrompt;
  readonly replyLanguage: ReplyLanguage;
  /** The answers replace the text that they are about. */
  readonly isEdit: boolean;
  readonly isByFunction: boolean;
  /** Returns whether a prompt of that length fits into the model. */
  readonly fits: (message: string) => boolean;
  readonly leftOut: LeftOutFiles;
  readonly signal: AbortSignal;
  /** Called with the number of processed files. */
  readonly onProgress: (done: number) => void;
}

/** Limit for what precedes the first function, such as imports: many tokens in a long file. */
const MAX_HEAD_CHARACTERS = 2_000;

/** What an answer must look like to replace the text that it is about. */
const WHOLE_TEXT: Readonly<Record<PromptLanguage, string>> = {
  en: 'Answer with one fenced code block and nothing else. It takes the place of {what}: complete, from the first line to the last, with the same indentation. If nothing has to be changed, give it back as it is.',
  'zh-cn':
    '只用一个代码块回答，不要输出其他任何内容。代码块将整段替换{what}：内容完整，从第一行到最后一行，缩进不变。如果不需要修改，就原样返回。',
};

const THE_ATTACHED: Readonly<Record<PromptLanguage, readonly [one: string, last: string]>> = {
  en: ['the attached text', 'the last attachment; the one before it only shows what stands above it in the file'],
  'zh-cn': ['附件中的内容', '最后一个附件（前一个附件仅供了解文件开头的内容）'],
};

/** Returns the questions about files, in the order of the files. Throws the signal's reason. */
export async function fileQuestions(sources: readonly SourceFile[], way: QuestionWay): Promise<PlannedLine[]> {
  const questions = new Questions(way);
  let isPatient = true;
  for (const [index, source] of sources.entries()) {
    // Counting the tokens of a file takes a while; yield to the event loop before each.
    await setImmediate();
    way.signal.throwIfAborted();
    if (way.isEdit && isProtected(source.uri)) way.leftOut.add('protected', source.path);
    else if (!way.isByFunction) questions.addFile(source);
    else if (await questions.addFunctions(source, isPatient)) isPatient = false;
    way.onProgress(index + 1);
  }
  return questions.lines;
}

class Questions {
  readonly lines: PlannedLine[] = [];
  readonly #way: QuestionWay;
  readonly #ids = new Set<string>();

  constructor(way: QuestionWay) {
    this.#way = way;
  }

  addFile(source: SourceFile): void {
    const { path, text, languageId } = source;
    const endLine = text.replace(/\n$/, '').split('\n').length;
    const file: Attachment = { id: randomUUID(), kind: 'file', path, languageId, startLine: 1, endLine, text };
    this.#add(source, path, [file]);
  }

  /** Adds a question for each function; returns whether there are any. */
  async addFunctions(source: SourceFile, isPatient: boolean): Promise<boolean> {
    const { path, text, languageId } = source;
    const document = await vscode.workspace.openTextDocument(source.uri);
    const functions = await functionsOf(document, isPatient);
    if (functions.length === 0) this.#way.leftOut.add('no-functions', path);
    const rows = text.split(/(?<=\n)/);
    const head = rows.slice(0, functions[0]?.startLine).join('').slice(0, MAX_HEAD_CHARACTERS);
    const part = (kind: Attachment['kind'], from: number, to: number, name?: string): Attachment => ({
      id: randomUUID(),
      ...(kind !== undefined && { kind }),
      ...(name !== undefined && { name }),
      ...{ path, languageId, startLine: from + 1, endLine: to, text: rows.slice(from, to).join('') },
    });
    for (const { name, startLine, endLine } of functions) {
      const attached = part('symbol', startLine, endLine, name);
      const above: Attachment = { ...part(undefined, 0, head.split('\n').length), text: head };
      const attachments = head.trim() === '' ? [attached] : [above, attached];
      this.#add(source, `${path}#${name}:${startLine + 1}`, attachments, { startLine, endLine });
    }
    return functions.length > 0;
  }

  #add(
    { uri, sha256, languageId, path }: SourceFile,
    name: string,
    attachments: readonly Attachment[],
    lines?: { readonly startLine: number; readonly endLine: number },
  ): void {
    const { prompt, isEdit, replyLanguage, fits, leftOut } = this.#way;
    const [one, last] = THE_ATTACHED[prompt.language];
    const rule = WHOLE_TEXT[prompt.language].replace('{what}', attachments.length > 1 ? last : one);
    const asked = prompt.textFor(languageId);
    const message = userMessage(isEdit ? `${asked}\n\n${rule}` : asked, attachments);
    if (!fits(message)) {
      leftOut.add('too-large', lines === undefined ? path : name);
      return;
    }
    this.lines.push({
      line: {
        customId: this.#unique(name),
        messages: [
          { role: 'system', content: systemPrompt(replyLanguage) },
          { role: 'user', content: message },
        ],
      },
      source: { uri: uri.toString(), sha256, languageId, ...(lines !== undefined && { lines }) },
    });
  }

  /** Makes an id unique: files in different workspace folders can have the same name. */
  #unique(name: string): string {
    let id = name;
    for (let number = 2; this.#ids.has(id); number++) id = `${name} (${number})`;
    this.#ids.add(id);
    return id;
  }
}
