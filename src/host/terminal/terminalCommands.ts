import * as vscode from 'vscode';
import type { NewQuestion } from '../../core/conversation/nextTurn.ts';
import type { ReplyLanguage } from '../../core/conversation/prompts.ts';
import { type TerminalFeature, terminalPrompt } from '../../core/conversation/terminalPrompts.ts';
import type { CommandTable } from '../commands/index.ts';
import { promptLanguage } from '../commands/selectionQuestion.ts';
import { takeTerminal } from '../context/takeTerminal.ts';
import { COMMANDS } from '../ids.ts';
import { terminalFacts } from './terminalFacts.ts';
import type { Terminals } from './terminals.ts';

interface TerminalParts {
  readonly terminals: Pick<Terminals, 'running' | 'ended'>;
  /** Sends a question in the chat. */
  readonly ask: (question: NewQuestion) => Promise<void>;
  readonly replyLanguage: () => ReplyLanguage;
}

type TerminalCommandId = typeof COMMANDS.explainTerminal | typeof COMMANDS.fixTerminal;

/** Returns the commands that ask about terminal output. Nothing from the answer is inserted or run by itself. */
export function terminalCommands({
  terminals,
  ask,
  replyLanguage,
}: TerminalParts): Pick<CommandTable, TerminalCommandId> {
  const askAbout = (feature: TerminalFeature) => async (): Promise<void> => {
    const attachment = await takeTerminal(terminal => terminalFacts(terminal, terminals));
    if (attachment === undefined) return;
    const prompt = terminalPrompt(feature, promptLanguage(replyLanguage()));
    await ask({ feature, question: shownQuestion(feature), prompt, attachments: [attachment] });
  };
  return {
    [COMMANDS.explainTerminal]: askAbout('explain'),
    [COMMANDS.fixTerminal]: askAbout('fix'),
  };
}

function shownQuestion(feature: TerminalFeature): string {
  return feature === 'explain'
    ? vscode.l10n.t('Explain this terminal output')
    : vscode.l10n.t('Fix the error in this terminal output');
}
