/** Variables available in a user's own prompt. */
export const PROMPT_VARIABLES = ['selection', 'file', 'language', 'input', 'clipboard'] as const;

export type PromptVariable = (typeof PROMPT_VARIABLES)[number];

/** A word in braces. Excludes the braces of JSON, code and other template languages. */
const PLACEHOLDER = /(?<![{$])\{([a-zA-Z][a-zA-Z0-9_]{0,30})\}(?!\})/g;

/** Returns the variables of a prompt without duplicates; `unknown` are those without a meaning, often typing errors. */
export function variablesIn(body: string): {
  readonly known: readonly PromptVariable[];
  readonly unknown: readonly string[];
} {
  const names = [...new Set(Array.from(body.matchAll(PLACEHOLDER), ([, name = '']) => name))];
  return { known: names.filter(isVariable), unknown: names.filter(name => !isVariable(name)) };
}

/**
 * Replaces the variables of a prompt. Inserted values are not expanded again, so that braces in them stay unchanged. A
 * variable without a value is left as it is.
 */
export function fillPrompt(body: string, values: Partial<Readonly<Record<PromptVariable, string>>>): string {
  return body.replace(PLACEHOLDER, (placeholder, name: string) =>
    isVariable(name) ? (values[name] ?? placeholder) : placeholder,
  );
}

function isVariable(name: string): name is PromptVariable {
  return (PROMPT_VARIABLES as readonly string[]).includes(name);
}
