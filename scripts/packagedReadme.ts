import { readFileSync } from 'node:fs';
import path from 'node:path';

/** Which README stands where in the packaged one, and what the other's link to it leads to there. */
const PARTS = [
  { file: 'README.md', anchor: 'ask-wenxin' },
  { file: 'README.zh-CN.md', anchor: 'ask-wenxin问文心' },
] as const;

/**
 * The README that VS Code shows for an installed extension: both languages in one page, as there is only one. Pictures
 * and links to files of the repository are left out: VS Code takes pictures from the web only, and has no such files.
 *
 * @param folder of the repository.
 */
export function packagedReadme(folder: string): string {
  return PARTS.map(({ file }) => packaged(readFileSync(path.join(folder, file), 'utf8'))).join('\n---\n\n');
}

function packaged(markdown: string): string {
  const switched = PARTS.reduce((text, { file, anchor }) => text.replaceAll(`](${file})`, `](#${anchor})`), markdown);
  return switched.replace(/^!\[.*\n\n/gm, '').replace(/\[([^\]]+)\]\((?!https:|#)[^)]+\)/g, '$1');
}
