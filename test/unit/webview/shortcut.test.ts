import assert from 'node:assert/strict';
import { shortcut } from '../../../src/webview/chat/shortcut.ts';

describe('A keyboard shortcut', () => {
  it('is written as on the platform', () => {
    assert.equal(shortcut('Shift+Alt+W', 'Linux x86_64'), 'Shift+Alt+W');
    assert.equal(shortcut('Shift+Alt+W', 'Win32'), 'Shift+Alt+W');
    assert.equal(shortcut('Shift+Alt+W', 'MacIntel'), '⇧⌥W');
  });
});
