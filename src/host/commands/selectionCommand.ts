import * as vscode from 'vscode';
import type { CommandFeature } from '../../core/conversation/commandPrompts.ts';
import type { ReplyLanguage } from '../../core/conversation/prompts.ts';
import type { NewQuestion } from '../../core/conversation/nextTurn.ts';
import type { CostText } from '../spend/expectation.ts';
import { pickCode, type PickedCode } from './pickCode.ts';
import { selectionQuestion } from './selectionQuestion.ts';

/**
 * A command that has something done with code, without a typed question. A code action says by its argument which part
 * of the active editor it is about; without it that is the selection.
 */
export function selectionCommand(
  feature: CommandFeature,
  ask: (question: NewQuestion) => Promise<void>,
  replyLanguage: () => ReplyLanguage,
  costText: CostText,
): (argument?: unknown) => Promise<void> {
  return async argument => {
    // Menus pass other things, and other extensions may pass anything.
    const isPlace = argument instanceof vscode.Range || argument instanceof vscode.Position;
    const questionOf = (picked: PickedCode): NewQuestion => selectionQuestion(feature, picked, replyLanguage());
    const picked = await pickCode(isPlace ? argument : undefined, code => costText(questionOf(code)));
    if (picked) await ask(questionOf(picked));
  };
}
