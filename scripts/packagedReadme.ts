import { readFileSync } from 'node:fs';
import path from 'node:path';

/** Which README stands where in the packaged one, and how each is called in the switch at the head of the other. */
const PARTS = [
  { file: 'README.md', anchor: 'ask-wenxin' },
  { file: 'README.zh-CN.md', anchor: 'ask-wenxin问文心' },
] as const;

/**
 * The README that VS Code shows for an installed extension: both languages in one page, as there is only one, and the
 * pictures inside it, because a relative address leads nowhere there.
 *
 * @param folder of the repository.
 * @param readPicture gives a picture by its path in the repository, or `undefined` to leave it out.
 */
export function packagedReadme(
  folder: string,
  readPicture: (file: string) => Buffer | undefined = file => readFileSync(path.join(folder, file)),
): string {
  return PARTS.map(({ file }) => packaged(readFileSync(path.join(folder, file), 'utf8'), readPicture)).join(
    '\n---\n\n',
  );
}

function packaged(markdown: string, readPicture: (file: string) => Buffer | undefined): string {
  const switched = PARTS.reduce((text, { file, anchor }) => text.replaceAll(`](${file})`, `](#${anchor})`), markdown);
  const illustrated = switched.replace(/!\[([^\]]*)\]\(([^)]+\.webp)\)/g, (_, alt: string, file: string) => {
    const picture = readPicture(file)?.toString('base64');
    return picture === undefined ? '' : `![${alt}](data:image/webp;base64,${picture})`;
  });
  // Other files of the repository are not there to be linked to.
  return illustrated.replace(/\[([^\]]+)\]\((?!https:|data:|#)[^)]+\)/g, '$1');
}
