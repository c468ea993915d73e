import assert from 'node:assert/strict';
import type { Locale } from '../support/vscode/browserProfile.ts';
import type { Workbench } from '../support/vscode/workbench.ts';
import { NativeChat, WITH_NATIVE_CHAT } from './nativeChat.ts';
import { setStage, type Stage } from './stage.ts';

interface Texts {
  readonly apiKey: string;
  readonly provider: string;
  readonly works: RegExp;
}

const TEXTS: Record<Locale, Texts> = {
  en: { apiKey: 'API Key', provider: 'Ask Wenxin', works: /works/ },
  'zh-cn': { apiKey: 'API Key', provider: 'Ask Wenxin（问文心）', works: /可用/ },
};

for (const locale of ['en', 'zh-cn'] as const) {
  describe(`VS Code’s own chat without a key in ${locale}`, () => {
    const texts = TEXTS[locale];
    let stage: Stage;
    let window: Workbench;
    let chat: NativeChat;

    before(async () => {
      stage = await setStage({ ...WITH_NATIVE_CHAT, key: 'none' });
      window = await stage.openWindow({ locale });
      chat = new NativeChat(window);
    });

    after(() => stage.close());

    it('lists none of our models, and asks for nothing by itself', async () => {
      await chat.model.filter({ hasText: 'Auto' }).click();
      await chat.models.getByText('Manage Models...').waitFor();
      assert.deepEqual(await chat.modelLabels(), []);
      assert.equal(await window.quickInput.widget.count(), 0);
    });

    it('offers our provider, and asks for a key when the user chooses it', async () => {
      await chat.models.getByText('Manage Models...').click();
      await window.page.getByRole('button', { name: 'Add Models' }).click();
      const ours = window.page.getByRole('menuitem', { name: texts.provider, exact: true });
      await ours.waitFor();
      await window.screenshot(`native-providers-${locale}`);
      // A menu ignores a mouse-up in its first 100 ms, as it may belong to the click that opened the menu.
      await ours.click({ delay: 200 });
      await window.quickInput.row(texts.apiKey).waitFor();
      await window.screenshot(`native-no-key-${locale}`);
    });

    it('lists our models as soon as a key is set', async () => {
      await window.quickInput.pick(texts.apiKey);
      await window.quickInput.answer(stage.simulator.key);
      await window.notifications.with(texts.works).waitFor();
      // VS Code's models page, which is still open, already lists the models while the notification is shown.
      await window.page
        .locator('.models-management-editor, .editor-instance')
        .getByText('ernie-5.1', { exact: true })
        .first()
        .waitFor();
      await window.screenshot(`native-key-set-${locale}`);
      await chat.openModels();
      await chat.chooseFromOpen('ernie-5.1');
    });
  });
}
