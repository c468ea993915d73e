import * as vscode from 'vscode';
import type { NewQuestion } from '../../core/conversation/session.ts';
import { QuestionInput } from './questionInput.ts';
import type { UnsentQuestion } from './unsentQuestion.ts';
import { pickCode } from './pickCode.ts';

/** Asks what a person types about the selected code. */
export class AskSelection {
  readonly #ask: (question: NewQuestion) => Promise<void>;
  readonly #input: QuestionInput;

  constructor(ask: (question: NewQuestion) => Promise<void>, unsent: UnsentQuestion) {
    this.#ask = ask;
    this.#input = new QuestionInput(unsent);
  }

  readonly run = async (): Promise<void> => {
    const attachment = (await pickCode())?.attachment;
    if (!attachment) return;
    const question = await this.#input.ask(
      attachment.startLine === attachment.endLine
        ? vscode.l10n.t('Ask about {path}, line {line}', { path: attachment.path, line: String(attachment.startLine) })
        : vscode.l10n.t('Ask about {path}, lines {start}–{end}', {
            path: attachment.path,
            start: String(attachment.startLine),
            end: String(attachment.endLine),
          }),
    );
    if (question) await this.#ask({ feature: 'chat', question, prompt: question, attachments: [attachment] });
  };
}
