import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import type { Attachment } from '../../src/core/conversation/conversation.ts';
import { silentLogger } from '../../src/core/logger.ts';
import { Composer } from '../../src/host/chat/composer.ts';
import { type Context, connectContext } from '../../src/host/context/connectContext.ts';
import { begin, DONE, scripted, text } from '../unit/conversation/sessionStage.ts';
import { madeUp } from '../support/madeUpSecret.ts';

/** Content of files that are attached only after a confirmation. */
export const CANARY = madeUp('letters', 30, 'canary');

/** 中文注释 in GBK. */
const GBK = Buffer.from([0x2f, 0x2f, 0x20, 0xd6, 0xd0, 0xce, 0xc4, 0xd7, 0xa2, 0xca, 0xcd, 0x0a]);

/** A folder of the workspace with files of all kinds, and a composer that they are attached to. */
export interface AttachStage {
  readonly root: vscode.Uri;
  readonly composer: Composer;
  readonly context: Context;
  readonly file: (path: string) => vscode.Uri;
  readonly write: (path: string, content: string | Uint8Array) => Promise<void>;
  readonly attached: () => readonly Attachment[];
  readonly only: () => Attachment;
  readonly end: () => Promise<void>;
}

/** Creates the folder `context` in the workspace. */
export async function attachStage(): Promise<AttachStage> {
  const folder = vscode.workspace.workspaceFolders?.[0]?.uri ?? assert.fail('there is no workspace');
  const root = vscode.Uri.joinPath(folder, 'context');
  const file = (path: string): vscode.Uri => vscode.Uri.joinPath(root, path);
  const write = async (path: string, content: string | Uint8Array): Promise<void> =>
    vscode.workspace.fs.writeFile(file(path), typeof content === 'string' ? Buffer.from(content) : content);
  const { session, history, clock } = begin(scripted(text('a'), DONE).backend);
  const composer = new Composer(history, clock, silentLogger, session.conversation.id);
  const subscriptions: { dispose(): unknown }[] = [];
  const attach = (attachment: Attachment): Promise<void> => {
    composer.attach(attachment);
    return Promise.resolve();
  };
  const context = connectContext({ session, composer, attach, actions: () => [], clock, subscriptions });
  const attached = (): readonly Attachment[] => composer.draft.attachments;
  await write('.gitignore', 'build/\n*.local.ts\n');
  await write('.wenxinignore', 'customers.csv\n');
  await write('src/a.ts', 'export const a = 1;\n');
  await write('src/订单.ts', 'export const 订单 = 2;\n');
  await write('src/gbk.ts', GBK);
  await write('src/[id].ts', 'export const id = 3;\n');
  await write('src/empty.ts', ' \n');
  await write('src/program.bin', Buffer.from([0x7f, 0x45, 0, 0, 1, 0, 2, 0]));
  await write('src/.env', `KEY=${CANARY}\n`);
  await write('src/mine.local.ts', `const key = '${CANARY}';\n`);
  await write('src/build/out.js', `var key = '${CANARY}';\n`);
  await write('src/customers.csv', `${CANARY}\n`);
  await write('src/bundle.txt', 'x '.repeat(150_000));
  return {
    root,
    composer,
    context,
    file,
    write,
    attached,
    only: () => {
      assert.equal(attached().length, 1);
      return attached()[0] ?? assert.fail();
    },
    end: async () => {
      for (const each of subscriptions) each.dispose();
      await vscode.commands.executeCommand('workbench.action.closeAllEditors');
      await vscode.workspace.fs.delete(root, { recursive: true });
    },
  };
}

/** Returns the messages that are shown while `run` runs; the user answers each with `answer`. */
export async function shownDuring(run: () => Promise<unknown>, answer?: string): Promise<string[]> {
  const shown: string[] = [];
  const { showInformationMessage, showWarningMessage } = vscode.window;
  const show = (message: string): Promise<string | undefined> => {
    shown.push(message);
    return Promise.resolve(answer);
  };
  Object.assign(vscode.window, { showInformationMessage: show, showWarningMessage: show });
  try {
    await run();
  } finally {
    Object.assign(vscode.window, { showInformationMessage, showWarningMessage });
  }
  return shown;
}
