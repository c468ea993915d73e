import { readFileSync } from 'node:fs';
import path from 'node:path';

/** The READMEs in the packaged one, in order, and the anchors that replace the links between them. */
const PARTS = [
  { file: 'README.md', anchor: 'ask-wenxin' },
  { file: 'README.zh-CN.md', anchor: 'ask-wenxin问文心' },
] as const;

/**
 * Returns the README that VS Code shows for an installed extension: both languages on one page, since there can only be
 * one README. Images and links to files of the repository are removed: VS Code loads images only from the web, and does
 * not have these files.
 *
 * @param folder root of the repository.
 */
export function packagedReadme(folder: string): string {
  return PARTS.map(({ file }) => packaged(readFileSync(path.join(folder, file), 'utf8'))).join('\n---\n\n');
}

function packaged(markdown: string): string {
  const switched = PARTS.reduce((text, { file, anchor }) => text.replaceAll(`](${file})`, `](#${anchor})`), markdown);
  return switched.replace(/^!\[.*\n\n/gm, '').replace(/\[([^\]]+)\]\((?!https:|#)[^)]+\)/g, '$1');
}
