import type { CommandFeature } from '../../core/conversation/commandPrompts.ts';
import type { ReplyLanguage } from '../../core/conversation/prompts.ts';
import { COMMANDS } from '../ids.ts';
import { AskSelection, type AskSelectionOptions } from './askSelection.ts';
import type { CommandTable } from './index.ts';
import { selectionCommand } from './selectionCommand.ts';

/** Features answered in the chat. Documentation and tests are written to files. */
type ChatCommandFeature = Exclude<CommandFeature, 'document' | 'test'>;

/** Both command ids of each feature: for the palette, and for the editor's menu with a short title. */
const IDS = {
  explain: [COMMANDS.explainSelection, COMMANDS.menuExplainSelection],
  review: [COMMANDS.reviewSelection, COMMANDS.menuReviewSelection],
  fix: [COMMANDS.fixSelection, COMMANDS.menuFixSelection],
  refactor: [COMMANDS.refactorSelection, COMMANDS.menuRefactorSelection],
  translate: [COMMANDS.translateSelection, COMMANDS.menuTranslateSelection],
} as const satisfies Record<ChatCommandFeature, readonly [keyof CommandTable, keyof CommandTable]>;

type SelectionCommandId =
  (typeof IDS)[ChatCommandFeature][number] | typeof COMMANDS.askSelection | typeof COMMANDS.menuAskSelection;

/** Creates the commands that ask about the selected code. */
export function selectionCommands(
  options: AskSelectionOptions & { readonly replyLanguage: () => ReplyLanguage },
): Pick<CommandTable, SelectionCommandId> {
  const { ask, replyLanguage, costText } = options;
  const typed = new AskSelection(options).run;
  const named = Object.entries(IDS).flatMap(([feature, ids]) => {
    const run = selectionCommand(feature as ChatCommandFeature, ask, replyLanguage, costText);
    return ids.map(id => [id, run]);
  });
  return {
    [COMMANDS.askSelection]: typed,
    [COMMANDS.menuAskSelection]: typed,
    ...(Object.fromEntries(named) as Pick<CommandTable, (typeof IDS)[ChatCommandFeature][number]>),
  };
}
