import type { PromptLanguage } from './commandPrompts.ts';

/** Commands on terminal output. */
export type TerminalFeature = 'explain' | 'fix';

/** Returns the prompt of a command on attached terminal output, whose first lines may name the shell. */
export function terminalPrompt(feature: TerminalFeature, language: PromptLanguage): string {
  return PROMPTS[language][feature];
}

/** A suggested command is inserted at a terminal's prompt unchanged, so it must be a single line. */
const PROMPTS: Readonly<Record<PromptLanguage, Readonly<Record<TerminalFeature, string>>>> = {
  'zh-cn': {
    explain:
      '请解释附件中的终端输出：先用一两句话说明发生了什么；如果有错误或警告，说明最可能的原因，以及依据是哪几行。没有可说的部分就省略。不要给出修改后的完整文件。',
    fix: '请找出附件中终端输出里的错误，并给出解决办法。先用一句话说明最可能的原因，再按顺序给出步骤。需要执行的每条命令各放在一个代码块中：只有一行，不带提示符，语言写该 shell 的名称，适用于附件中注明的 shell。会删除或覆盖数据的命令要先说明后果。如果仅凭这些输出无法判断，请指出还需要查看什么。如果没有错误，直接说明。',
  },
  en: {
    explain:
      'Explain the attached output of a terminal: first in one or two sentences what happened; if there are errors or warnings, their most likely cause and which lines show it. Leave out a part that has nothing to say. Do not give whole changed files.',
    fix: 'Find the error in the attached output of a terminal, and say how to solve it. First the most likely cause in one sentence, then the steps in their order. Put each command that is to be run into a fenced block of its own: one line, without a prompt sign, with the name of the shell as its language, for the shell that the attachment names. Before a command that deletes or overwrites data, say what it does. If this output is not enough to tell, name what else to look at. If there is no error, say so.',
  },
};
