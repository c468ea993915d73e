import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { silentLogger } from '../../src/core/logger.ts';
import { ChatPages } from '../../src/host/chat/chatPages.ts';
import type { PageHandlers } from '../../src/host/chat/pageHandlers.ts';
import type { HostMessage } from '../../src/protocol/chat.ts';
import { until } from '../support/until.ts';
import { VirtualClock } from '../support/virtualClock.ts';
import { FakeChatPage } from './fakeChatPage.ts';
import { LEAVE, Person } from './person.ts';
import { replaced } from './replaced.ts';

const HALF_A_MINUTE_MS = 30_000;

/** A view and an editor that show the same chat, with the handled messages and the log. */
async function stage({ fails = false } = {}) {
  const clock = new VirtualClock();
  const done: string[] = [];
  const logged: string[] = [];
  const log = (message: string): unknown => logged.push(message);
  const snapshot = (): HostMessage => ({ type: 'snapshot', view: {} as never, texts: {} });
  const handlers = new Proxy({} as PageHandlers, {
    get: () => (message: { type: string }) => {
      done.push(message.type);
      if (fails) throw new Error('broken');
    },
  });
  const pages = new ChatPages({
    extensionUri: vscode.Uri.file('/'),
    picture: { snapshot, load: () => undefined, readAt: ({ turnId }) => done.push(`readAt ${turnId}`) },
    handlers,
    onTimeZone: zone => done.push(zone),
    clock,
    logger: { ...silentLogger, warn: log, error: log },
  });
  const view = new FakeChatPage();
  const editor = new FakeChatPage();
  pages.resolveWebviewView(view.asView);
  await pages.deserializeWebviewPanel(editor.asPanel);
  return { pages, view, editor, clock, done, logged };
}

/** A stage whose pages have started and received their snapshots. */
async function begun(how?: Parameters<typeof stage>[0]) {
  const parts = await stage(how);
  for (const page of [parts.view, parts.editor]) {
    page.begin();
    page.heard();
  }
  parts.done.length = 0;
  return parts;
}

describe('The pages of the chat', () => {
  it('each get a snapshot when they start, and then the same changes', async () => {
    const { pages, view, editor, done } = await stage();
    pages.post({ type: 'changed', change: { model: 'lost' } });
    view.begin();
    assert.deepEqual([view.heard(), editor.heard(), done], [['snapshot'], [], ['Asia/Shanghai']]);
    editor.begin();
    pages.post({ type: 'changed', change: { model: 'm' } });
    assert.deepEqual([view.heard(), editor.heard()], [['changed'], ['snapshot', 'changed']]);
  });

  it('receive nothing while they are hidden', async () => {
    const { pages, view, editor } = await begun();
    view.see(false);
    pages.post({ type: 'changed', change: { model: 'm' } });
    assert.deepEqual([view.heard(), editor.heard()], [[], ['changed']]);
    view.see(true);
    view.begin();
    assert.deepEqual(view.heard(), ['snapshot']);
  });

  it('receive what is typed in another page, but not their own input', async () => {
    const { view, editor, done } = await begun();
    view.say({ type: 'draft', text: '你好' });
    assert.deepEqual(editor.said.splice(0), [{ type: 'changed', change: { draft: '你好' } }]);
    assert.deepEqual([view.heard(), done], [[], ['draft']]);
  });

  it('scroll to the end and get the focus only where the user last acted', async () => {
    const { pages, view, editor } = await begun();
    editor.say({ type: 'stop' });
    pages.wish('showLatest');
    await pages.show(true);
    assert.deepEqual([view.heard(), editor.heard()], [[], ['showLatest', 'focusComposer']]);
    assert.deepEqual([view.reveals, editor.reveals], [0, 1]);
    editor.visible = false;
    await pages.show(true);
    assert.deepEqual([view.heard(), editor.heard()], [['focusComposer'], []]);
  });

  it('get pending requests once, after they start', async () => {
    const { pages, view } = await stage();
    await pages.show(true);
    pages.wish('showLatest');
    view.begin();
    assert.deepEqual(view.heard(), ['snapshot', 'focusComposer', 'showLatest']);
    view.begin();
    assert.deepEqual(view.heard(), ['snapshot']);
  });

  it('have their known messages handled, and others only logged', async () => {
    const { view, done, logged } = await begun();
    view.say({ type: 'readAt', conversationId: 'c', turnId: 't', offsetPx: '1' });
    view.say({ type: 'stop' });
    view.say({ type: 'runCommand', command: 'x' });
    assert.deepEqual(done, ['readAt t', 'stop']);
    assert.equal(logged.length, 1);
  });

  it('have failures of clicks shown to the user, and other failures only logged', async () => {
    const { view, logged } = await begun({ fails: true });
    const person = new Person([LEAVE]);
    await person.during(async () => {
      view.say({ type: 'draft', text: 'typed' });
      view.say({ type: 'stop' });
      await new Promise(resolve => setImmediate(resolve));
    });
    assert.deepEqual(person.seen, ['error: Something unexpected went wrong in the extension. [Show Log]']);
    assert.deepEqual(logged, [
      'Handling “draft” of the chat page failed: Error: broken',
      'Handling “stop” of the chat page failed: Error: broken',
    ]);
  });

  it('get a snapshot when they ask for turns of a conversation that is gone', async () => {
    const { view, editor } = await begun();
    view.say({ type: 'loadEarlier', turnId: 'gone' });
    assert.deepEqual([view.heard(), editor.heard()], [['snapshot'], []]);
  });

  it('are reloaded individually when they do not answer', async () => {
    const { view, editor, clock, logged } = await begun();
    const before = [view.webview.html, editor.webview.html];
    const answering = async (): Promise<void> => {
      for (let ms = 0; ms < HALF_A_MINUTE_MS; ms += 1_000) {
        await clock.advance(1_000);
        editor.say({ type: 'alive' });
      }
    };
    await answering();
    assert.ok(view.said.some(({ type }) => type === 'ping'));
    assert.notEqual(view.webview.html, before[0]);
    assert.equal(editor.webview.html, before[1]);
    assert.deepEqual(logged, ['The chat page does not answer. It is begun anew.']);
    view.heard();
    view.begin();
    assert.deepEqual(view.heard(), ['snapshot']);
  });

  it('are not watched while they are hidden', async () => {
    const { view, editor, clock } = await begun();
    view.see(false);
    editor.dispose();
    const before = view.webview.html;
    await clock.advance(10 * HALF_A_MINUTE_MS);
    assert.equal(view.webview.html, before);
    assert.equal(clock.pendingTimers, 0);
  });

  it('cause an offer to reload the window when they stay unresponsive', async () => {
    const { editor, clock } = await begun();
    editor.dispose();
    const told: string[] = [];
    const tell = (message: string, ...buttons: string[]): Promise<undefined> => {
      told.push(message, ...buttons);
      return Promise.resolve(undefined);
    };
    await replaced(
      vscode.window,
      'showWarningMessage',
      tell as unknown as typeof vscode.window.showWarningMessage,
      () => clock.advance(10 * HALF_A_MINUTE_MS),
    );
    assert.deepEqual(told, [
      'The chat does not respond. The conversation and your draft are kept. Reload the window to go on.',
      'Reload Window',
    ]);
  });

  it('are reloaded on request, and have their errors logged without content', async () => {
    const { view, logged } = await begun();
    const before = view.webview.html;
    view.say({ type: 'broken', error: 'TypeError', places: '12:345, 6:7' });
    view.say({ type: 'broken', error: 'TypeError', places: '“my secret plan”' });
    assert.deepEqual(logged, ['The chat page failed: TypeError at 12:345, 6:7.', 'The chat page failed.']);
    view.say({ type: 'reload' });
    assert.notEqual(view.webview.html, before);
  });
});

describe('The chat in an editor', () => {
  const tabs = (): readonly vscode.Tab[] =>
    vscode.window.tabGroups.all
      .flatMap(({ tabs: all }) => all)
      .filter(({ input }) => input instanceof vscode.TabInputWebview && input.viewType.endsWith('wenxin.chatEditor'));

  it('is opened by its command in a single tab', async () => {
    await vscode.commands.executeCommand('wenxin.openChatInEditor');
    await vscode.commands.executeCommand('wenxin.openChatInEditor');
    await until(() => tabs().length > 0, 'the tab');
    assert.deepEqual(
      tabs().map(({ label }) => label),
      ['Wenxin Chat'],
    );
    await vscode.window.tabGroups.close(tabs());
    await until(() => tabs().length === 0, 'the end of the tab');
  });
});
