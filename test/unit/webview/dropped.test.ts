import assert from 'node:assert/strict';
import { droppedUris, hasFiles } from '../../../src/webview/chat/dropped.ts';

const dragged = (data: Readonly<Record<string, string>>) => ({
  types: Object.keys(data),
  getData: (type: string) => data[type] ?? '',
});

describe('what is dragged over the page', () => {
  it('is files where it says so, and no text or picture of a web page', () => {
    assert.equal(hasFiles(dragged({ Files: '' })), true);
    assert.equal(hasFiles(dragged({ 'text/uri-list': 'file:///a' })), true);
    assert.equal(hasFiles(dragged({ ResourceURLs: '[]' })), true);
    assert.equal(hasFiles(dragged({ 'text/plain': 'words', 'text/html': '<b>' })), false);
  });

  it('is told by VS Code for all files, by others perhaps for one', () => {
    const all = 'file:///a\nfile:///b';
    assert.equal(droppedUris(dragged({ 'text/uri-list': 'file:///a', 'application/vnd.code.uri-list': all })), all);
    assert.equal(droppedUris(dragged({ 'text/uri-list': 'file:///a' })), 'file:///a');
    assert.equal(droppedUris(dragged({ Files: '' })), '');
  });
});
