import * as vscode from 'vscode';
import type { CommandFeature } from '../../core/conversation/commandPrompts.ts';
import type { ReplyLanguage } from '../../core/conversation/prompts.ts';
import type { NewQuestion } from '../../core/conversation/nextTurn.ts';
import type { CostText } from '../spend/expectation.ts';
import { pickCode, type PickedCode } from './pickCode.ts';
import { ABOUT_PROBLEMS, problemsAt } from './reportedProblems.ts';
import { selectionQuestion } from './selectionQuestion.ts';

/**
 * A command that has something done with code, without a typed question. A code action says by its argument which part
 * of the active editor it is about, and whether the problems there are meant, and a command above a function which part of
 * which document; without it that is the selection.
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

/** What a code action or a command above a function says; menus pass other things, and other extensions may pass anything. */
export function placeIn(argument: unknown): vscode.Range | vscode.Position | vscode.Location | undefined {
  const isPlace =
    argument instanceof vscode.Range || argument instanceof vscode.Position || argument instanceof vscode.Location;
  return isPlace ? argument : undefined;
}
