import * as vscode from 'vscode';
import type { CommandFeature } from '../../core/conversation/commandPrompts.ts';
import type { ReplyLanguage } from '../../core/conversation/prompts.ts';
import type { NewQuestion } from '../../core/conversation/nextTurn.ts';
import type { CostText } from '../spend/expectation.ts';
import { pickCode, type PickedCode } from './pickCode.ts';
import { ABOUT_PROBLEMS, problemsAt } from './reportedProblems.ts';
import { selectionQuestion } from './selectionQuestion.ts';

/**
 * Creates a command that asks a fixed question about code. Code actions pass a part of the active editor, and whether
 * its problems are meant; a CodeLens passes a part of a document. Without an argument, the selection is used.
 */
export function selectionCommand(
  feature: CommandFeature,
  ask: (question: NewQuestion) => Promise<void>,
  replyLanguage: () => ReplyLanguage,
  costText: CostText,
): (argument?: unknown, about?: unknown) => Promise<void> {
  return async (argument, about) => {
    const place = placeIn(argument);
    const questionOf = (picked: PickedCode): NewQuestion => {
      const isAboutProblems = place !== undefined && about === ABOUT_PROBLEMS;
      const problems = isAboutProblems
        ? problemsAt(picked.document, place instanceof vscode.Location ? place.range : place)
        : undefined;
      return selectionQuestion(feature, picked, replyLanguage(), problems);
    };
    const picked = await pickCode(place, code => costText(questionOf(code)));
    if (picked) await ask(questionOf(picked));
  };
}

/** Validates the argument of a code action or CodeLens; menus and other extensions may pass anything. */
export function placeIn(argument: unknown): vscode.Range | vscode.Position | vscode.Location | undefined {
  const isPlace =
    argument instanceof vscode.Range || argument instanceof vscode.Position || argument instanceof vscode.Location;
  return isPlace ? argument : undefined;
}
