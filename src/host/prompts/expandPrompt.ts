import { randomUUID } from 'node:crypto';
import * as vscode from 'vscode';
import { type AttachedKind, attachmentName } from '../../core/conversation/attachmentNames.ts';
import { commandPrompt } from '../../core/conversation/commandPrompts.ts';
import type { Attachment } from '../../core/conversation/conversation.ts';
import { fillPrompt, type PromptVariable } from '../../core/conversation/promptTemplate.ts';
import type { ReplyLanguage } from '../../core/conversation/prompts.ts';
import type { NewQuestion } from '../../core/conversation/nextTurn.ts';
import { typedCommand } from '../../core/conversation/typedCommand.ts';
import { pickCode, type PickedCode } from '../commands/pickCode.ts';
import { promptLanguage, selectionQuestion } from '../commands/selectionQuestion.ts';
import type { CostText } from '../spend/expectation.ts';
import type { BuiltInPrompt } from './builtInPrompts.ts';
import { type PromptLibrary, variablesOf, type WrittenPrompt } from './promptLibrary.ts';

/** Dependencies for expanding a slash command. */
export interface ExpandPromptOptions {
  readonly library: PromptLibrary;
  readonly replyLanguage: () => ReplyLanguage;
  readonly costText: CostText;
  /** Called for a prompt with placeholders that are not known variables. */
  readonly onUnknownVariables: (prompt: WrittenPrompt) => void;
}

/** Limit in characters, far above any context window. A longer text would also burden the chat and the history. */
const MAX_CLIPBOARD_LENGTH = 4_000_000;

/**
 * Expands a question that names a prompt; returns other questions unchanged. Returns `undefined` when something the
 * prompt refers to is missing and the user was told.
 */
export async function expandPrompt(
  question: NewQuestion,
  options: ExpandPromptOptions,
): Promise<NewQuestion | undefined> {
  const command = typedCommand(question.question);
  if (command === undefined) return question;
  const prompt = await options.library.find(command.name);
  if (prompt === undefined) return question;
  if (prompt.kind === 'builtIn') return expandBuiltIn(prompt, command.input, question, options);
  if (variablesOf(prompt).unknown.length > 0) options.onUnknownVariables(prompt);
  return new WrittenExpansion(prompt, command.input, question, options).run();
}

/** Applies a built-in prompt to the attachments, or else to code that the user picks, as the command does. */
async function expandBuiltIn(
  { feature }: BuiltInPrompt,
  input: string,
  question: NewQuestion,
  { replyLanguage, costText }: ExpandPromptOptions,
): Promise<NewQuestion | undefined> {
  const [first] = question.attachments;
  const asked = (prompt: string, attachments: readonly Attachment[]): NewQuestion => ({
    feature,
    question: question.question,
    prompt: withInput(prompt, input),
    attachments,
  });
  if (first !== undefined) {
    const matter = { language: promptLanguage(replyLanguage()), languageId: first.languageId, problems: [] };
    return asked(commandPrompt(feature, matter), question.attachments);
  }
  const about = (code: PickedCode): NewQuestion => {
    const { prompt, attachments } = selectionQuestion(feature, code, replyLanguage());
    return asked(prompt, attachments);
  };
  const picked = await pickCode(undefined, code => costText(about(code)));
  return picked && about(picked);
}

/** Fills in the variables of a prompt from a file. */
class WrittenExpansion {
  readonly #prompt: WrittenPrompt;
  readonly #input: string;
  readonly #question: NewQuestion;
  readonly #language: ReturnType<typeof promptLanguage>;
  readonly #attachments: Attachment[];

  constructor(prompt: WrittenPrompt, input: string, question: NewQuestion, { replyLanguage }: ExpandPromptOptions) {
    this.#prompt = prompt;
    this.#input = input;
    this.#question = question;
    this.#language = promptLanguage(replyLanguage());
    this.#attachments = [...question.attachments];
  }

  async run(): Promise<NewQuestion | undefined> {
    const { known } = variablesOf(this.#prompt);
    const places: { name: PromptVariable; kind: AttachedKind; attachment: Attachment }[] = [];
    for (const name of known) {
      if (name === 'input' || name === 'language') continue;
      const attachment = await this.#attachmentFor(name);
      if (attachment === undefined) return undefined;
      places.push({ name, kind: KINDS[name], attachment });
    }
    const values: Partial<Record<PromptVariable, string>> = { input: this.#input, language: this.#languageName() };
    for (const { name, kind, attachment } of places) {
      const place = this.#attachments.length > 1 ? this.#attachments.indexOf(attachment) + 1 : undefined;
      values[name] = attachmentName(kind, this.#language, place);
    }
    const filled = fillPrompt(this.#prompt.body, values);
    return {
      feature: 'chat',
      question: this.#question.question,
      prompt: known.includes('input') ? filled : withInput(filled, this.#input),
      attachments: this.#attachments,
    };
  }

  /** Returns the attachment that a variable refers to, adding it to the question if it is new. */
  async #attachmentFor(name: keyof typeof KINDS): Promise<Attachment | undefined> {
    const [first] = this.#question.attachments;
    // An explicit attachment takes precedence over the selection.
    if (name === 'selection' && first !== undefined) return first;
    const attachment = name === 'clipboard' ? await clipboardAttachment() : await pickedAttachment(name);
    if (attachment === undefined) return undefined;
    const same = this.#attachments.find(each => isSamePart(each, attachment));
    if (same === undefined) this.#attachments.push(attachment);
    return same ?? attachment;
  }

  /** Returns the VS Code language id if it is safe to insert: extensions define these ids. */
  #languageName(): string {
    const id = this.#attachments[0]?.languageId ?? vscode.window.activeTextEditor?.document.languageId ?? '';
    if (/^[\w#+.-]{1,40}$/.test(id)) return id;
    return this.#language === 'zh-cn' ? '该代码所用的语言' : 'the language of the code';
  }
}

const KINDS = { selection: 'code', file: 'file', clipboard: 'text' } as const satisfies Partial<
  Record<PromptVariable, AttachedKind>
>;

function withInput(prompt: string, input: string): string {
  return input === '' ? prompt : `${prompt}\n\n${input}`;
}

async function pickedAttachment(name: 'selection' | 'file'): Promise<Attachment | undefined> {
  const document = vscode.window.activeTextEditor?.document;
  const whole =
    name === 'file' && document ? document.validateRange(new vscode.Range(0, 0, document.lineCount, 0)) : undefined;
  return (await pickCode(whole))?.attachment;
}

async function clipboardAttachment(): Promise<Attachment | undefined> {
  const text = await vscode.env.clipboard.readText();
  if (text.trim() !== '' && text.length <= MAX_CLIPBOARD_LENGTH) {
    const endLine = text.trimEnd().split('\n').length;
    return { id: randomUUID(), path: 'clipboard.txt', languageId: '', startLine: 1, endLine, text };
  }
  const message =
    text.trim() === ''
      ? vscode.l10n.t('This prompt needs text from the clipboard, but there is none. Nothing was sent.')
      : vscode.l10n.t('The text in the clipboard is longer than any model takes. Nothing was sent.');
  void vscode.window.showInformationMessage(message);
  return undefined;
}

function isSamePart(one: Attachment, other: Attachment): boolean {
  return one.path === other.path && one.startLine === other.startLine && one.text === other.text;
}
