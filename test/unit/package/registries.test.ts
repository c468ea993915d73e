import assert from 'node:assert/strict';
import { fileURLToPath } from 'node:url';
import manifest from '../../../package.json' with { type: 'json' };
import english from '../../../package.nls.json' with { type: 'json' };
import chinese from '../../../package.nls.zh-cn.json' with { type: 'json' };
import { readFileSync } from 'node:fs';

/** Categories of the marketplace (code.visualstudio.com/api/references/extension-manifest). */
const CATEGORIES = ['AI', 'Chat', 'Programming Languages', 'Snippets', 'Linters', 'Testing', 'Other'];

/** Characters that Open VSX refuses (its ExtensionValidator): control, format, unassigned and private ones. */
const REFUSED = /[\p{Cc}\p{Cf}\p{Cn}\p{Co}\p{Zl}\p{Zp}]/u;

describe('The extension registries', () => {
  const texts = [english, chinese].flatMap(({ displayName, description }) => [displayName, description]);

  it('accept the names and the version', () => {
    for (const name of [manifest.name, manifest.publisher]) assert.match(name, /^[\w+$~-]{1,255}$/);
    assert.match(manifest.version, /^\d+\.\d+\.\d+$/);
  });

  it('accept the texts, which are within their limits', () => {
    for (const text of [...texts, ...manifest.keywords, manifest.license]) {
      assert.doesNotMatch(text, REFUSED);
      assert.ok(text.length <= 255, text);
    }
    assert.ok(manifest.keywords.length <= 30);
    assert.equal(new Set(manifest.keywords).size, manifest.keywords.length);
  });

  it('accept the categories, the banner and the licence, and show no badges', () => {
    for (const category of manifest.categories) assert.ok(CATEGORIES.includes(category), category);
    assert.match(manifest.galleryBanner.color, /^#[0-9a-f]{6}$/);
    assert.ok(['dark', 'light'].includes(manifest.galleryBanner.theme));
    assert.equal(manifest.license, 'MIT');
    assert.ok(!('badges' in manifest));
  });

  it('show an icon of 256 pixels', () => {
    const icon = readFileSync(fileURLToPath(new URL(`../../../${manifest.icon}`, import.meta.url)));
    assert.equal(icon.toString('latin1', 1, 4), 'PNG');
    assert.deepEqual([icon.readUInt32BE(16), icon.readUInt32BE(20)], [256, 256]);
  });
});
