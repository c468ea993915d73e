import assert from 'node:assert/strict';
import { fileURLToPath } from 'node:url';
import { packagedReadme } from '../../../scripts/packagedReadme.ts';

describe('The packaged README', () => {
  const readme = packagedReadme(fileURLToPath(new URL('../../..', import.meta.url)));

  it('contains both languages, each with a link to the other', () => {
    assert.deepEqual(
      [...readme.matchAll(/^# (.+)$/gm)].map(([, title]) => title),
      ['Ask Wenxin', 'Ask Wenxin（问文心）'],
    );
    assert.ok(readme.includes('[简体中文](#ask-wenxin问文心)') && readme.includes('[English](#ask-wenxin)'));
  });

  it('has no pictures, and links only within itself and to the web', () => {
    assert.doesNotMatch(readme, /!\[|<img/);
    const links = [...readme.matchAll(/\]\(([^)\s]+)\)/g)].map(([, link = '']) => link);
    const headings = [...readme.matchAll(/^#+ (.+)$/gm)].map(([, text = '']) => `#${slugOf(text)}`);
    for (const link of links) assert.ok(link.startsWith('https://') || headings.includes(link), link);
  });
});

/** Returns the anchor of a heading, as most Markdown renderers generate it. */
function slugOf(heading: string): string {
  return heading
    .toLowerCase()
    .replace(/[^\p{L}\p{N}\s-]/gu, '')
    .replaceAll(' ', '-');
}
