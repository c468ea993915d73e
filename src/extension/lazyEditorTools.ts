import type { Clock } from '../core/clock.ts';
import type { CommandTable } from '../host/commands/index.ts';
import type { Configuration } from '../host/configuration.ts';
import { LensSwitch } from '../host/editing/lensSwitch.ts';
import { Terminals } from '../host/terminal/terminals.ts';
import { EDITOR_TOOL_COMMANDS, type EditorToolCommandId } from './editorToolCommands.ts';
import type * as EditorToolsPart from './editorTools.ts';
import type { EditorToolParts, EditorTools } from './editorTools.ts';

/** The part of the editor tools that exists from activation. */
interface LazyEditorTools extends EditorTools {
  readonly terminals: Terminals;
  dispose(): void;
}

/** Editor tools whose bundle is loaded on first use. */
export function lazyEditorTools(
  configuration: Configuration,
  clock: Clock,
  parts: () => Omit<EditorToolParts, 'configuration' | 'clock' | 'terminals'>,
): LazyEditorTools {
  let tools: EditorTools | undefined;
  const used = (): EditorTools => {
    if (tools === undefined) {
      // A sibling of the extension's bundle in `dist`.
      const { connectEditorTools } = require('./editorTools.cjs') as typeof EditorToolsPart;
      tools = connectEditorTools({ ...parts(), configuration, clock, terminals });
    }
    return tools;
  };
  const terminals = new Terminals();
  const lenses: EditorTools['lenses'] = (...given) => used().lenses(...given);
  const lensSwitch = new LensSwitch(configuration, lenses, clock);
  const commands = EDITOR_TOOL_COMMANDS.map(
    id => [id, (...given: unknown[]) => used().commands[id](...given)] as const,
  );
  return {
    // `fromEntries` widens the keys to `string`.
    commands: Object.fromEntries(commands) as Pick<CommandTable, EditorToolCommandId>,
    lenses,
    terminals,
    dispose: () => {
      lensSwitch.dispose();
      terminals.dispose();
    },
  };
}
