import type { NewQuestion } from '../../core/conversation/nextTurn.ts';
import { typedCommand } from '../../core/conversation/typedCommand.ts';
import type { Feature } from '../../core/feature.ts';
import { BUILT_IN_PROMPTS } from '../prompts/builtInPrompts.ts';

/** Returns the feature of a question being typed, as far as it can be known yet: the feature selects the model. */
export function draftFeature({ feature, question }: NewQuestion): Feature {
  if (feature !== 'chat') return feature;
  const name = typedCommand(question)?.name.toLowerCase();
  return BUILT_IN_PROMPTS.find(({ english, chinese }) => name === english || name === chinese)?.feature ?? feature;
}
