/** A question that names a prompt. */
export interface TypedCommand {
  /** As it was typed, without the slash. */
  readonly name: string;
  /** What follows the name; empty where nothing does. */
  readonly input: string;
}

/** The prompt that a question names, if it begins with a slash. Chinese input methods write it as `／`. */
export function typedCommand(question: string): TypedCommand | undefined {
  const [, name, input = ''] = /^\s*[/／]([^\s/／]+)(?:\s+([^]*))?$/u.exec(question) ?? [];
  return name === undefined ? undefined : { name, input: input.trim() };
}
