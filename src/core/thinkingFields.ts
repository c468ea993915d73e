import type { Thinking } from './answerOptions.ts';

/** Model families that take `thinking` instead of `enable_thinking` (Baidu qianfan-docs/s/Wm95lyynv). */
const TAKES_OBJECT = /^(deepseek|kimi|glm)\b/i;

/** The minimum that the service accepts. */
const MIN_BUDGET_TOKENS = 100;

/**
 * Returns V2's fields that switch thinking on or off. Names of open-weight models may have an owner prefix, such as
 * `baidu/ERNIE-4.5-…`.
 */
export function thinkingFields(model: string, { enabled, budgetTokens }: Thinking): Record<string, unknown> {
  const name = model.slice(model.lastIndexOf('/') + 1);
  return {
    ...(TAKES_OBJECT.test(name)
      ? { thinking: { type: enabled ? 'enabled' : 'disabled' } }
      : { enable_thinking: enabled }),
    ...(enabled && budgetTokens !== undefined && { thinking_budget: Math.max(MIN_BUDGET_TOKENS, budgetTokens) }),
  };
}
