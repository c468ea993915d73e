/** The facts that the READMEs must agree with. */
export interface ReadmeFacts {
  /** Settings by id. */
  readonly settings: readonly string[];
  /** Commands of the palette: a README names each by its id or by its title in the README's language. */
  readonly commands: readonly { readonly id: string; readonly title: string }[];
  /** Other ids that a README may mention: views and the status bar item. */
  readonly others: readonly string[];
}

/** Returns the settings and commands that a README omits, and the ids in it that do not exist. */
export function readmeProblems(readme: string, { settings, commands, others }: ReadmeFacts): string[] {
  const named = [...readme.matchAll(/(?<![\w./-])wenxin\.[A-Za-z][\w.]*\w/g)].map(([name]) => name);
  const known = [...settings, ...commands.map(({ id }) => id), ...others];
  const isKnown = (name: string): boolean => known.some(id => id === name || id.startsWith(`${name}.`));
  return [
    ...settings.filter(id => !named.includes(id)).map(id => `the setting ${id} is not described`),
    ...commands
      .filter(({ id, title }) => !named.includes(id) && !readme.includes(title))
      .map(({ id }) => `the command ${id} is not described`),
    ...named.filter(name => !isKnown(name) && !name.endsWith('.db')).map(name => `${name} does not exist`),
  ];
}

/** Returns the levels of a Markdown file's headings, in order. */
export function headingLevels(markdown: string): number[] {
  return [...outsideCode(markdown).matchAll(/^(#+) /gm)].map(([, marks = '']) => marks.length);
}

/** Returns the lines and cells of a Markdown file, without code and URLs. */
export function proseOf(markdown: string): string[] {
  const lines = outsideCode(markdown)
    .replace(/<[^>]+>|!\[|\]\([^)]*\)|https?:\/\/\S+/g, '')
    .split('\n');
  return lines
    .flatMap(line => line.replace(/^\s*(#+|[-*>]|\d+\.)\s+/, '').split('|'))
    .map(piece => piece.trim())
    .filter(piece => piece !== '');
}

/** Returns the pictures in a Markdown file, in order. */
export function picturesIn(markdown: string): string[] {
  return [...outsideCode(markdown).matchAll(/!\[[^\]]*\]\(([^)]+)\)/g)].map(([, file = '']) => file);
}

function outsideCode(markdown: string): string {
  return markdown.replace(/^```[\s\S]*?^```/gm, '');
}
