import type { CommandTable } from '../host/commands/index.ts';
import { EDITOR_TOOL_COMMANDS, type EditorToolCommandId } from './editorToolCommands.ts';
import type * as EditorToolsPart from './editorTools.ts';
import type { EditorToolParts, EditorTools } from './editorTools.ts';

/** The tools of the editor, without their code until one of them is used. */
export function lazyEditorTools(parts: () => EditorToolParts): EditorTools {
  let tools: EditorTools | undefined;
  const used = (): EditorTools => {
    if (tools === undefined) {
      // It stands beside the extension's bundle.
      const { connectEditorTools } = require('./editorTools.cjs') as typeof EditorToolsPart;
      tools = connectEditorTools(parts());
    }
    return tools;
  };
  const commands = EDITOR_TOOL_COMMANDS.map(
    id => [id, (...given: unknown[]) => used().commands[id](...given)] as const,
  );
  return {
    // `fromEntries` forgets which names there are.
    commands: Object.fromEntries(commands) as Pick<CommandTable, EditorToolCommandId>,
  };
}
