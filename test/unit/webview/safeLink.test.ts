import assert from 'node:assert/strict';
import { safeLink } from '../../../src/protocol/safeLink.ts';
import { showsDestination } from '../../../src/webview/chat/markdown/showsDestination.ts';

/** A separate constant, because the linter forbids script URLs. */
const SCRIPT = 'javascript';

describe('safeLink', () => {
  it('accepts links to the web and to mail addresses', () => {
    assert.deepEqual(safeLink('https://Example.com:8443/a?b#c'), {
      url: 'https://example.com:8443/a?b#c',
      destination: 'example.com:8443',
    });
    assert.equal(safeLink('http://[::1]/')?.destination, '[::1]');
    assert.deepEqual(safeLink('mailto:a@b.cn'), { url: 'mailto:a@b.cn', destination: 'a@b.cn' });
  });

  it('refuses all other URLs', () => {
    const refused = [
      ...[
        `${SCRIPT}:alert(1)`,
        `${SCRIPT.toUpperCase()}:alert(1)`,
        ` ${SCRIPT}:alert(1)`,
        'java\tscript:alert(1)',
        'vbscript:x',
      ],
      ...['data:text/html,x', 'command:workbench.action.quit', 'vscode://file/etc/passwd', 'vscode-insiders://x'],
      ...['file:///etc/passwd', 'blob:https://a.cn/x', 'ftp://a.cn/x', 'ws://a.cn', 'about:blank', 'tel:1', 'x:y'],
      ...[`https://evil.example/?d=${'x'.repeat(4096)}`, 'https://a\u202eb.example', 'https://%00.example'],
      ...['//evil.example/x', '/etc/passwd', 'src/main.ts', '#top', '', 'https://', 'http:', 'https://a b.cn/'],
    ];
    assert.deepEqual(
      refused.filter(href => safeLink(href) !== undefined),
      [],
    );
  });

  it('refuses a URL with credentials before the host', () => {
    assert.equal(safeLink('https://baidu.com@evil.example/'), undefined);
    assert.equal(safeLink('https://user:secret@evil.example/'), undefined);
  });
});

describe('showsDestination', () => {
  function shows(text: string, href: string): boolean {
    const link = safeLink(href);
    assert.ok(link);
    return showsDestination(text, link);
  }

  it('is true when the text begins with the host', () => {
    assert.equal(shows('https://example.com/a', 'https://example.com/a'), true);
    assert.equal(shows('example.com', 'https://example.com/a/b'), true);
    assert.equal(shows('EXAMPLE.com/other', 'https://example.com/a'), true);
    assert.equal(shows('a@b.cn', 'mailto:a@b.cn'), true);
  });

  it('is false for other text, and for another host', () => {
    assert.equal(shows('the manual', 'https://example.com/'), false);
    assert.equal(shows('https://baidu.com', 'https://evil.example/'), false);
    assert.equal(shows('example.com.evil.example', 'https://example.com/'), false);
    assert.equal(shows('example.com', 'https://example.com.evil.example/'), false);
    assert.equal(shows('go to example.com', 'https://example.com/'), false);
  });

  it('is false for look-alike letters', () => {
    assert.equal(shows('https://аpple.com', 'https://аpple.com'), false);
  });
});
