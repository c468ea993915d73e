import * as vscode from 'vscode';
import type { Clock } from '../../core/clock.ts';
import type { Attachment } from '../../core/conversation/conversation.ts';
import type { NewQuestion } from '../../core/conversation/nextTurn.ts';
import type { CostText } from '../spend/expectation.ts';
import { pickCode } from './pickCode.ts';
import { QuestionInput } from './questionInput.ts';
import type { UnsentQuestion } from './unsentQuestion.ts';

/** What is needed to ask about selected code. */
export interface AskSelectionOptions {
  readonly ask: (question: NewQuestion) => Promise<void>;
  readonly costText: CostText;
  readonly unsent: UnsentQuestion;
  readonly clock: Clock;
}

/** Asks a typed question about the selected code. */
export class AskSelection {
  readonly #options: AskSelectionOptions;
  readonly #input: QuestionInput;

  constructor(options: AskSelectionOptions) {
    this.#options = options;
    this.#input = new QuestionInput(options.unsent, options.clock);
  }

  readonly run = async (): Promise<void> => {
    const { ask, costText } = this.#options;
    const attachment = (await pickCode(undefined, picked => costText(questionAbout(picked.attachment, ''))))
      ?.attachment;
    if (!attachment) return;
    const question = await this.#input.ask(
      attachment.startLine === attachment.endLine
        ? vscode.l10n.t('Ask about {path}, line {line}', { path: attachment.path, line: String(attachment.startLine) })
        : vscode.l10n.t('Ask about {path}, lines {start}–{end}', {
            path: attachment.path,
            start: String(attachment.startLine),
            end: String(attachment.endLine),
          }),
      text => costText(questionAbout(attachment, text)),
    );
    if (question) await ask(questionAbout(attachment, question));
  };
}

function questionAbout(attachment: Attachment, text: string): NewQuestion {
  return { feature: 'chat', question: text, prompt: text, attachments: [attachment] };
}
