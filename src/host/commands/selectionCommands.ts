import type { CommandFeature } from '../../core/conversation/commandPrompts.ts';
import type { ReplyLanguage } from '../../core/conversation/prompts.ts';
import { COMMANDS } from '../ids.ts';
import { AskSelection, type AskSelectionOptions } from './askSelection.ts';
import type { CommandTable } from './index.ts';
import { selectionCommand } from './selectionCommand.ts';

/** Both ids of each: the palette's, and the short one of the editor's menu. */
const IDS = {
  explain: [COMMANDS.explainSelection, COMMANDS.menuExplainSelection],
  review: [COMMANDS.reviewSelection, COMMANDS.menuReviewSelection],
  fix: [COMMANDS.fixSelection, COMMANDS.menuFixSelection],
  refactor: [COMMANDS.refactorSelection, COMMANDS.menuRefactorSelection],
  document: [COMMANDS.documentSelection, COMMANDS.menuDocumentSelection],
  test: [COMMANDS.testSelection, COMMANDS.menuTestSelection],
  translate: [COMMANDS.translateSelection, COMMANDS.menuTranslateSelection],
} as const satisfies Record<CommandFeature, readonly [keyof CommandTable, keyof CommandTable]>;

type SelectionCommandId =
  (typeof IDS)[CommandFeature][number] | typeof COMMANDS.askSelection | typeof COMMANDS.menuAskSelection;

/** The commands that ask about the selected code. */
export function selectionCommands(
  options: AskSelectionOptions & { readonly replyLanguage: () => ReplyLanguage },
): Pick<CommandTable, SelectionCommandId> {
  const { ask, replyLanguage, costText } = options;
  const typed = new AskSelection(options).run;
  const named = Object.entries(IDS).flatMap(([feature, ids]) => {
    const run = selectionCommand(feature as CommandFeature, ask, replyLanguage, costText);
    return ids.map(id => [id, run]);
  });
  return {
    [COMMANDS.askSelection]: typed,
    [COMMANDS.menuAskSelection]: typed,
    ...(Object.fromEntries(named) as Pick<CommandTable, (typeof IDS)[CommandFeature][number]>),
  };
}
