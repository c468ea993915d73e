import type { Thinking } from './answerOptions.ts';

/** Families of models that take `thinking` in place of `enable_thinking` (Baidu qianfan-docs/s/Wm95lyynv). */
const TAKES_OBJECT = /^(deepseek|kimi|glm)\b/i;

/** The least budget the service takes. */
const MIN_BUDGET_TOKENS = 100;

/** V2's fields that switch thinking on or off. Models of open weights may be named with their owner, as `baidu/ERNIE-4.5-…`. */
export function thinkingFields(model: string, { enabled, budgetTokens }: Thinking): Record<string, unknown> {
  const name = model.slice(model.lastIndexOf('/') + 1);
  return {
    ...(TAKES_OBJECT.test(name)
      ? { thinking: { type: enabled ? 'enabled' : 'disabled' } }
      : { enable_thinking: enabled }),
    ...(enabled && budgetTokens !== undefined && { thinking_budget: Math.max(MIN_BUDGET_TOKENS, budgetTokens) }),
  };
}
