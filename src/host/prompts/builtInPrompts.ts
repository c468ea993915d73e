import type { CommandFeature } from '../../core/conversation/commandPrompts.ts';

/** A prompt that ships with the extension. */
export interface BuiltInPrompt {
  readonly kind: 'builtIn';
  readonly feature: CommandFeature;
  /** Names that can be typed after the slash. */
  readonly english: string;
  readonly chinese: string;
  /** Pinyin of the Chinese name, so that a search also matches before the input method converts it. */
  readonly pinyin: string;
}

export const BUILT_IN_PROMPTS: readonly BuiltInPrompt[] = [
  builtIn('explain', '解释', 'jieshi'),
  builtIn('review', '审查', 'shencha'),
  builtIn('fix', '修复', 'xiufu'),
  builtIn('refactor', '重构', 'chonggou'),
  builtIn('document', '注释', 'zhushi'),
  builtIn('test', '测试', 'ceshi'),
  builtIn('translate', '翻译', 'fanyi'),
];

function builtIn(feature: CommandFeature, chinese: string, pinyin: string): BuiltInPrompt {
  return { kind: 'builtIn', feature, english: feature, chinese, pinyin };
}
