import * as vscode from 'vscode';
import type { CommandFeature } from '../../core/conversation/commandPrompts.ts';
import type { ReplyLanguage } from '../../core/conversation/prompts.ts';
import type { NewQuestion } from '../../core/conversation/nextTurn.ts';
import type { CostText } from '../spend/expectation.ts';
import { pickCode, type PickedCode } from './pickCode.ts';
import { selectionQuestion } from './selectionQuestion.ts';

/**
 * A command that has something done with code, without a typed question. A code action says by its argument which part
 * of the active editor it is about, and a command above a function which part of which document; without it that is the
 * selection.
 */
export function selectionCommand(
  feature: CommandFeature,
  ask: (question: NewQuestion) => Promise<void>,
  replyLanguage: () => ReplyLanguage,
  costText: CostText,
): (argument?: unknown) => Promise<void> {
  return async argument => {
    const questionOf = (picked: PickedCode): NewQuestion => selectionQuestion(feature, picked, replyLanguage());
    const picked = await pickCode(isPlace(argument) ? argument : undefined, code => costText(questionOf(code)));
    if (picked) await ask(questionOf(picked));
  };
}

/** Menus pass other things, and other extensions may pass anything. */
function isPlace(argument: unknown): argument is vscode.Range | vscode.Position | vscode.Location {
  return argument instanceof vscode.Range || argument instanceof vscode.Position || argument instanceof vscode.Location;
}
