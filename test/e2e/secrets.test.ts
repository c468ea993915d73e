import assert from 'node:assert/strict';
import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { madeUp, madeUpPem } from '../support/madeUpSecret.ts';
import type { Script } from '../support/simulator/script.ts';
import type { Locale } from '../support/vscode/browserProfile.ts';
import type { Workbench } from '../support/vscode/workbench.ts';
import { Chat } from './chat.ts';
import { filesWith } from './filesWith.ts';
import { setStage, type Stage } from './stage.ts';

interface Texts {
  readonly explain: string;
  readonly ask: string;
  readonly openChat: string;
  readonly newChat: string;
  readonly title: string;
  readonly places: readonly string[];
  readonly mask: string;
  readonly send: string;
  readonly goBack: string;
  readonly ignored: string;
  readonly askAnyway: string;
}

const TEXTS: Record<Locale, Texts> = {
  en: {
    explain: 'Explain Selection',
    ask: 'Ask Wenxin About Selection',
    openChat: 'Open Chat',
    newChat: 'New Chat',
    title: '4 possible secrets in what you are about to send.',
    places: [
      'src/upload.ts, line 2: AWS key',
      'src/upload.ts, line 3: AWS key',
      'src/upload.ts, line 4: password or key',
      'src/upload.ts, line 5: private key',
    ],
    mask: 'Mask and Send',
    send: 'Send as Is',
    goBack: 'Go Back',
    ignored: '.env looks like it holds secrets. Ask about it anyway?',
    askAnyway: 'Ask',
  },
  'zh-cn': {
    explain: '解释所选内容',
    ask: '就所选内容提问',
    openChat: '打开聊天',
    newChat: '新建聊天',
    title: '即将发送的内容中有 4 处疑似密钥或密码。',
    places: [
      'src/upload.ts 第 2 行：AWS 密钥',
      'src/upload.ts 第 3 行：AWS 密钥',
      'src/upload.ts 第 4 行：密码或密钥',
      'src/upload.ts 第 5 行：私钥',
    ],
    mask: '遮盖后发送',
    send: '原样发送',
    goBack: '返回修改',
    ignored: '.env 可能含有密钥或密码。仍要就此文件提问？',
    askAnyway: '提问',
  },
};

const ACCESS_KEY = `AKIA${madeUp('upper', 16)}`;
const SECRET_KEY = madeUp('base64', 40, 'aws');
const PASSWORD = 'Tr0ub4dor-blue';
const PEM_LINE = madeUpPem().split('\n')[3] ?? '';
const SECRETS = [ACCESS_KEY, SECRET_KEY, PASSWORD, PEM_LINE];

const CODE = [
  "import { upload } from './bucket';",
  `const id = '${ACCESS_KEY}';`,
  `const other = '${SECRET_KEY}';`,
  `const password = '${PASSWORD}';`,
  `const pem = \`${madeUpPem()}\`;`,
  'upload(id, other, password, pem);',
].join('\n');
const LAST_LINE = CODE.split('\n').length;

const WEB_PAGE: Script = { instead: { kind: 'html', status: 200 } };

for (const locale of ['en', 'zh-cn'] as const) {
  describe(`Secrets in what is asked in ${locale}`, () => {
    const texts = TEXTS[locale];
    let stage: Stage;
    let window: Workbench;
    let chat: Chat;

    before(async () => {
      stage = await setStage();
      await writeFile(path.join(stage.workspace, 'src/upload.ts'), CODE);
      await writeFile(path.join(stage.workspace, '.env'), 'MODE=fast\n');
      window = await stage.openWindow({ locale });
      chat = new Chat(window);
      await window.editor.open(path.join(stage.workspace, 'src/upload.ts'));
      await window.editor.select({ line: 1, column: 1 }, { line: LAST_LINE, column: 1 });
    });

    after(() => stage.close());

    async function choose(label: string): Promise<void> {
      await window.notifications.dialog.getByRole('button', { name: label, exact: true }).click();
      await window.notifications.dialog.waitFor({ state: 'detached' });
    }

    function sentText(): string {
      return JSON.stringify(stage.simulator.requests().at(-1)?.body);
    }

    function lastMessage(): string {
      const body = stage.simulator.requests().at(-1)?.body as { messages: { content: string }[] };
      return body.messages.at(-1)?.content ?? '';
    }

    it('are listed with their places before anything is sent, and their text is not shown', async () => {
      await window.runCommand(texts.explain);
      await window.notifications.dialog.waitFor();
      await window.screenshot(`secrets-dialog-${locale}`);
      const shown = await window.notifications.dialog.innerText();
      for (const text of [texts.title, ...texts.places]) assert.ok(shown.includes(text), `${text} in ${shown}`);
      for (const secret of SECRETS) assert.ok(!shown.includes(secret));
      assert.equal(stage.simulator.requests().length, 0);
    });

    // The remaining tests do not depend on the language, or other tests cover their texts.
    if (locale !== 'en') return;

    it('are neither sent nor stored when they are masked, and the line numbers stay the same', async () => {
      await choose(texts.mask);
      await chat.lastReceipt.waitFor();
      const sent = sentText();
      for (const secret of SECRETS) assert.ok(!sent.includes(secret), secret);
      for (const name of ['AWS key', 'password or key', 'private key']) {
        assert.ok(sent.includes(`[secret removed: ${name}]`), sent);
      }
      assert.ok(sent.includes(`lines=\\"1-${LAST_LINE - 1}\\"`), sent);
      await window.reload();
      await window.runCommand(texts.openChat);
      await chat.lastReceipt.waitFor();
      for (const secret of SECRETS) {
        assert.ok(!(await chat.text()).includes(secret));
        assert.deepEqual(await filesWith(stage.server.dataFolder, secret), [], secret);
      }
    });

    it('stay in the composer with the question and the code when the user goes back', async () => {
      const before = stage.simulator.requests().length;
      await window.editor.open(path.join(stage.workspace, 'src/upload.ts'));
      await window.editor.select({ line: 1, column: 1 }, { line: LAST_LINE, column: 1 });
      await window.runCommand(texts.ask);
      await window.quickInput.answer('这是什么？');
      await choose(texts.goBack);
      await chat.whenComposerHolds('这是什么？');
      await window.chat.locator('.composer .chip').filter({ hasText: 'upload.ts' }).waitFor();

      await chat.composer.press('Enter');
      await window.notifications.dialog.waitFor();
      await window.page.keyboard.press('Escape');
      await window.notifications.dialog.waitFor({ state: 'detached' });
      await chat.whenComposerHolds('这是什么？');
      await window.screenshot(`secrets-gone-back-${locale}`);
      assert.equal(await window.chat.locator('.composer .chip').filter({ hasText: 'upload.ts' }).count(), 1);
      assert.equal(stage.simulator.requests().length, before);
    });

    it('are sent unchanged when the user says so, and not asked about again in this conversation', async () => {
      const before = await chat.turns.count();
      await chat.composer.press('Enter');
      await choose(texts.send);
      await chat.turns.nth(before).locator('.receipt').waitFor();
      assert.ok(SECRETS.every(secret => sentText().includes(secret)));
      await chat.whenComposerHolds('');
      assert.equal(await window.chat.locator('.composer .chip').count(), 0);

      await chat.ask(`${ACCESS_KEY} 还有效吗？`);
      await chat.turns
        .nth(before + 1)
        .locator('.receipt')
        .waitFor();
      assert.equal(await window.notifications.dialog.count(), 0);
    });

    it('are asked about again in another conversation', async () => {
      await window.runCommand(texts.newChat);
      await chat.turns.first().waitFor({ state: 'detached' });
      const before = stage.simulator.requests().length;
      await chat.write(`${ACCESS_KEY} 还有效吗？`);
      await chat.composer.press('Enter');
      await choose(texts.mask);
      await chat.lastReceipt.waitFor();
      assert.equal(stage.simulator.requests().length, before + 1);
      assert.ok(!sentText().includes(ACCESS_KEY));
      assert.ok((await chat.text()).includes('[secret removed: AWS key] 还有效吗？'));
    });

    it('are asked about when a question is sent again only if this window has not asked yet', async () => {
      const question = `为什么 ${ACCESS_KEY} 无效？`;
      const before = await chat.turns.count();
      stage.simulator.script(WEB_PAGE);
      await chat.write(question);
      await chat.composer.press('Enter');
      await choose(texts.send);
      await chat.failure.locator('button').last().click();
      await chat.lastReceipt.waitFor();
      assert.equal(await chat.turns.count(), before + 1);
      assert.ok(lastMessage().endsWith(question));

      stage.simulator.script(WEB_PAGE);
      await chat.ask(question);
      await chat.failure.waitFor();
      await window.reload();
      await window.runCommand(texts.openChat);
      await chat.failure.locator('button').last().click();
      await choose(texts.mask);
      // The masked question is another version beside the first.
      await chat.branchNumber.filter({ hasText: '2 / 2' }).waitFor();
      await chat.lastReceipt.waitFor();
      assert.ok(lastMessage().endsWith('为什么 [secret removed: AWS key] 无效？'));
    });

    it('are assumed in a file meant for secrets, which is asked about first', async () => {
      const before = stage.simulator.requests().length;
      await window.editor.open(path.join(stage.workspace, '.env'));
      await window.editor.select({ line: 1, column: 1 }, { line: 1, column: 5 });
      await window.runCommand(texts.explain);
      await window.notifications.dialog.waitFor();
      await window.screenshot(`secrets-file-${locale}`);
      assert.ok((await window.notifications.dialog.innerText()).includes(texts.ignored));
      await window.page.keyboard.press('Escape');
      await window.notifications.dialog.waitFor({ state: 'detached' });
      assert.equal(stage.simulator.requests().length, before);
      await window.runCommand(texts.explain);
      await choose(texts.askAnyway);
      await stage.simulator.when(records => records.length > before);
    });
  });
}
