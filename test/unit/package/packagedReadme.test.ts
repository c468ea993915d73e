import assert from 'node:assert/strict';
import { fileURLToPath } from 'node:url';
import { packagedReadme } from '../../../scripts/packagedReadme.ts';

const ROOT = fileURLToPath(new URL('../../..', import.meta.url));

describe('the README of the package', () => {
  const readme = packagedReadme(ROOT, () => Buffer.from('RIFF'));
  const links = [...readme.matchAll(/\]\(([^)\s]+)\)/g)].map(([, link = '']) => link);

  it('holds both languages, each with a link to the other', () => {
    assert.deepEqual(
      [...readme.matchAll(/^# (.+)$/gm)].map(([, title]) => title),
      ['Ask Wenxin', 'Ask Wenxin（问文心）'],
    );
    assert.ok(links.includes('#ask-wenxin') && links.includes('#ask-wenxin问文心'));
  });

  it('links to nothing that is not in it or on the web, and holds its pictures', () => {
    for (const link of links) assert.match(link, /^(https:\/\/|#ask-wenxin|data:image\/webp;base64,UklGRg==$)/);
    assert.equal(links.filter(link => link.startsWith('data:')).length, 10);
  });

  it('can be made before there are pictures', () => {
    assert.doesNotMatch(
      packagedReadme(ROOT, () => undefined),
      /!\[/,
    );
  });
});
