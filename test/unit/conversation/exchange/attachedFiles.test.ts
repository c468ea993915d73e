import assert from 'node:assert/strict';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Attachment } from '../../../../src/core/conversation/conversation.ts';
import { withoutUris, withUris } from '../../../../src/core/conversation/exchange/attachedFiles.ts';
import { exampleAttachment, exampleTurn } from '../../../support/exampleTurn.ts';
import { temporaryFolder } from '../../../support/temporaryFolder.ts';

const SHOP = 'file:///home/me/shop';
const LIBRARY = 'file:///home/me/library';

type Facts = Partial<Attachment>;
const turnWith = (path: string, facts: Facts) =>
  exampleTurn('a', { attachments: [{ ...exampleAttachment('x', path), ...facts }] });
/** Returns the URI after an import into these folders, given the files that exist. */
const found = (path: string, folders: readonly string[], existing: readonly string[], facts: Facts = {}) =>
  withUris([turnWith(path, facts)], folders, uri => existing.includes(uri))[0]?.attachments[0]?.uri;

describe('The files of imported attachments', () => {
  it('are found again in the open folder', () => {
    assert.equal(found('src/a.ts', [SHOP], [`${SHOP}/src/a.ts`]), `${SHOP}/src/a.ts`);
    assert.equal(found('src/a.ts', [LIBRARY, SHOP], [`${SHOP}/src/a.ts`]), `${SHOP}/src/a.ts`);
    assert.equal(found('a.ts', ['file:///'], ['file:///a.ts']), 'file:///a.ts');
  });

  it('have URIs as VS Code formats them', () => {
    const [folder, uri] = ['file:///c%3A/shop', 'file:///c%3A/shop/%E8%AE%A2%E5%8D%95/%5Bid%5D%20%281%29%21.ts'];
    assert.equal(found('订单/[id] (1)!.ts', [folder], [uri]), uri);
  });

  it('have no URI when no file or more than one is found', () => {
    assert.equal(found('src/a.ts', [], [`${SHOP}/src/a.ts`]), undefined);
    assert.equal(found('src/a.ts', [SHOP], []), undefined);
    assert.equal(found('a.ts', [SHOP, LIBRARY], [`${SHOP}/a.ts`, `${LIBRARY}/a.ts`]), undefined);
  });

  it('are never another file than the path names', () => {
    for (const uri of [
      'file:///home/me/.bashrc',
      `${SHOP}/.vscode/settings.json`,
      `${SHOP}/../.bashrc`,
      `${SHOP}/x/../README.md`,
      `${SHOP}/readme.md`,
      'file://server/share/README.md',
      '',
    ]) {
      assert.equal(found('README.md', [SHOP], [uri], { uri }), undefined, uri);
      assert.equal(found('README.md', [SHOP], [uri, `${SHOP}/README.md`], { uri }), `${SHOP}/README.md`, uri);
    }
  });

  it('are those of the URI when it says which of two folders is meant', () => {
    const uri = `${LIBRARY}/a.ts`;
    assert.equal(found('a.ts', [SHOP, LIBRARY], [`${SHOP}/a.ts`, uri], { uri }), uri);
  });

  it('are neither outside the folder nor at a path with an unusual form', () => {
    for (const path of ['../.bashrc', 'a/../../b', '/etc/passwd', './a', 'a//b', 'a/', '', '..\\b', 'a\0', '\ud800'])
      assert.deepEqual(
        withUris([turnWith(path, {})], [SHOP], () => true),
        [turnWith(path, {})],
        JSON.stringify(path),
      );
  });

  it('are only found for attachments that are part of one file', () => {
    for (const kind of ['folder', 'problems', 'terminal', 'changes', 'pasted'] as const)
      assert.equal(found('a.ts', [SHOP], [`${SHOP}/a.ts`], { kind, uri: `${SHOP}/a.ts` }), undefined, kind);
    for (const kind of ['file', 'symbol'] as const)
      assert.equal(found('a.ts', [SHOP], [`${SHOP}/a.ts`], { kind }), `${SHOP}/a.ts`, kind);
  });

  it('are looked up on disk', () => {
    const folder = temporaryFolder();
    mkdirSync(join(folder, 'src'));
    writeFileSync(join(folder, 'src', 'a.ts'), '');
    const root = pathToFileURL(folder).href;
    const uris = ['src/a.ts', 'src/b.ts', 'src', 'src/a.ts/b', 'x'.repeat(5_000)].map(
      path => withUris([turnWith(path, {})], [root])[0]?.attachments[0]?.uri,
    );
    assert.deepEqual(uris, [`${root}/src/a.ts`, undefined, undefined, undefined, undefined]);
  });

  it('are accepted without a lookup in folders that are not on disk', () => {
    const root = 'vscode-vfs://github/me/shop';
    assert.equal(withUris([turnWith('a.ts', {})], [root])[0]?.attachments[0]?.uri, `${root}/a.ts`);
  });

  it('are left out of an export', () => {
    assert.deepEqual(withoutUris([turnWith('a.ts', { uri: `${SHOP}/a.ts` })]), [turnWith('a.ts', {})]);
  });
});
