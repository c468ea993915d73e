/** A question that invokes a prompt by name. */
export interface TypedCommand {
  /** As typed, without the slash. */
  readonly name: string;
  /** Text after the name; empty if there is none. */
  readonly input: string;
}

/** Parses a question that begins with a slash and a prompt's name. Chinese input methods type the slash as `／`. */
export function typedCommand(question: string): TypedCommand | undefined {
  const [, name, input = ''] = /^\s*[/／]([^\s/／]+)(?:\s+([^]*))?$/u.exec(question) ?? [];
  return name === undefined ? undefined : { name, input: input.trim() };
}
