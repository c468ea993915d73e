import type { NewQuestion } from '../../core/conversation/nextTurn.ts';
import { typedCommand } from '../../core/conversation/typedCommand.ts';
import type { Feature } from '../../core/feature.ts';
import { BUILT_IN_PROMPTS } from '../prompts/builtInPrompts.ts';

/** What a question that is being written is asked for, as far as that can be told while it is typed: its feature decides who is asked. */
export function draftFeature({ feature, question }: NewQuestion): Feature {
  if (feature !== 'chat') return feature;
  const name = typedCommand(question)?.name.toLowerCase();
  return BUILT_IN_PROMPTS.find(({ english, chinese }) => name === english || name === chinese)?.feature ?? feature;
}
