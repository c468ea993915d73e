import assert from 'node:assert/strict';
import { droppedUris, hasFiles } from '../../../src/webview/chat/dropped.ts';

const dragged = (data: Readonly<Record<string, string>>) => ({
  types: Object.keys(data),
  getData: (type: string) => data[type] ?? '',
});

describe('A drag over the page', () => {
  it('has files when it declares them, and none with text or a picture of a web page', () => {
    assert.equal(hasFiles(dragged({ Files: '' })), true);
    assert.equal(hasFiles(dragged({ 'text/uri-list': 'file:///a' })), true);
    assert.equal(hasFiles(dragged({ ResourceURLs: '[]' })), true);
    assert.equal(hasFiles(dragged({ 'text/plain': 'words', 'text/html': '<b>' })), false);
  });

  it('has all URIs in VS Code’s own type, and perhaps one in the standard type', () => {
    const all = 'file:///a\nfile:///b';
    assert.equal(droppedUris(dragged({ 'text/uri-list': 'file:///a', 'application/vnd.code.uri-list': all })), all);
    assert.equal(droppedUris(dragged({ 'text/uri-list': 'file:///a' })), 'file:///a');
    assert.equal(droppedUris(dragged({ Files: '' })), '');
  });
});
