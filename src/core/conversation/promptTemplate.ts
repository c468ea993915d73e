/** What a person's own prompt can have filled in. */
export const PROMPT_VARIABLES = ['selection', 'file', 'language', 'input', 'clipboard'] as const;

export type PromptVariable = (typeof PROMPT_VARIABLES)[number];

/** What stands in braces and looks like a variable. JSON, code and other templates have braces of other kinds. */
const PLACEHOLDER = /(?<![{$])\{([a-zA-Z][a-zA-Z0-9_]{0,30})\}(?!\})/g;

/** The variables of a prompt, each once; `unknown` are those that nothing is filled in for, often for a slip. */
export function variablesIn(body: string): {
  readonly known: readonly PromptVariable[];
  readonly unknown: readonly string[];
} {
  const names = [...new Set(Array.from(body.matchAll(PLACEHOLDER), ([, name = '']) => name))];
  return { known: names.filter(isVariable), unknown: names.filter(name => !isVariable(name)) };
}

/**
 * The prompt with its variables filled in. What is filled in is not looked at again, so that a text with braces stays
 * what it is. A variable without a value stays as it is.
 */
export function fillPrompt(body: string, values: Partial<Readonly<Record<PromptVariable, string>>>): string {
  return body.replace(PLACEHOLDER, (placeholder, name: string) =>
    isVariable(name) ? (values[name] ?? placeholder) : placeholder,
  );
}

function isVariable(name: string): name is PromptVariable {
  return (PROMPT_VARIABLES as readonly string[]).includes(name);
}
