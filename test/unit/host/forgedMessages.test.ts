import '../../support/wordingAlone.ts';
import assert from 'node:assert/strict';
import fc from 'fast-check';
import { silentLogger } from '../../../src/core/logger.ts';
import { VirtualClock } from '../../support/virtualClock.ts';

const { ChatPage } = await import('../../../src/host/chat/chatPage.ts');

describe('A forged message to the chat page’s host', () => {
  let lines: string[];
  let handled: unknown[];
  let send: (value: unknown) => void;

  beforeEach(() => {
    lines = [];
    handled = [];
    const webview = {
      cspSource: 'self',
      asWebviewUri: ({ path }: { path: string }) => path,
      onDidReceiveMessage: (listener: typeof send) => (send = listener),
      postMessage: () => Promise.resolve(true),
    };
    new ChatPage({
      extensionUri: { path: '' } as never,
      place: { webview: webview as never, isVisible: () => true, reveal: () => undefined },
      picture: {
        snapshot: () => ({ type: 'focusComposer' }),
        load: () => undefined,
        readAt: () => undefined,
      },
      onMessage: message => handled.push(message),
      onReady: () => undefined,
      clock: new VirtualClock(),
      logger: { ...silentLogger, warn: line => lines.push(line), error: line => lines.push(line) },
    });
  });

  it('has no effect, and is counted without its content and without filling the log', () => {
    for (let count = 0; count < 1000; count++) send({ type: 'runCommand', command: 'SECRET' });
    send({ type: 'ask', text: 'SECRET', extra: 'x' });
    assert.deepEqual(handled, []);
    assert.equal(lines.length, 4);
    assert.match(lines.at(-1) ?? '', /1000 so far/);
    assert.ok(!lines.join().includes('SECRET'));
  });

  it('never throws, and is handled only if it is a valid message', () => {
    const type = fc.constantFrom(
      'ask',
      'stop',
      'draft',
      'copy',
      'openLink',
      'suggest',
      'constructor',
      '__proto__',
      'x',
    );
    const value = fc.oneof(
      fc.anything({ withNullPrototype: true }),
      fc.dictionary(fc.constantFrom('text', 'url', 'trigger', 'query', 'other'), fc.oneof(fc.string(), fc.anything())),
    );
    fc.assert(
      fc.property(value, type, (fields, name) => {
        handled.length = 0;
        send(typeof fields === 'object' && fields !== null ? { ...fields, type: name } : fields);
        for (const message of handled) {
          const { type: taken, ...rest } = message as Record<string, unknown>;
          assert.equal(taken, name);
          assert.ok(Object.values(rest).every(field => typeof field === 'string'));
          assert.ok(!Object.hasOwn(rest, 'other'));
        }
      }),
      { numRuns: 2000 },
    );
  });

  it('is handled if it equals a valid message', () => {
    send({ type: 'ask', text: 'why?' });
    assert.deepEqual(handled, [{ type: 'ask', text: 'why?' }]);
    assert.deepEqual(lines, []);
  });
});
