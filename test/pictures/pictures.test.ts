// The pictures of the READMEs, taken of the real thing by `npm run pictures`. A new one is an `it` and a line in both READMEs.
import { mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { type Chat, openChat } from '../e2e/chat.ts';
import { setStage, type Stage, type StageOptions } from '../e2e/stage.ts';
import { RESULTS_FOLDER } from '../support/folders.ts';
import type { Locale } from '../support/vscode/browserProfile.ts';
import type { Workbench } from '../support/vscode/workbench.ts';
import { SCENES, SELECTED } from './scenes.ts';

const WIDTH = 1280;

/** Pixels of the picture for one of the window, as most screens have them now. */
const SCALE = 2;

/** WebP's, of 100. Text stays as sharp as in a PNG of four times the size. */
const QUALITY = 85;

/** Room for the chat, beyond what VS Code gives a side bar. */
const WIDER = 90;

const SETTINGS = {
  'workbench.colorTheme': 'Default Dark Modern',
  'window.title': 'shop',
  'window.commandCenter': false,
  'editor.minimap.enabled': false,
  'editor.scrollbar.horizontal': 'hidden',
  'breadcrumbs.enabled': false,
};

/** Nothing is sent in pictures with it. They show the host that most people will see. */
const PUBLIC_SERVICE = { 'wenxin.endpoints': [] };

for (const locale of ['en', 'zh-cn'] satisfies Locale[]) {
  describe(`The pictures in ${locale}`, () => {
    const scene = SCENES[locale];
    let stage: Stage;
    let window: Workbench;
    let chat: Chat;

    afterEach(() => stage.close());

    /** A window that shows code and the chat. */
    async function open(height: number, options: StageOptions = {}): Promise<void> {
      stage = await setStage({ ...options, settings: { ...SETTINGS, ...options.settings } });
      window = await stage.openWindow({ locale });
      await window.page.setViewportSize({ width: WIDTH, height });
      const file = path.join(stage.workspace, 'src/checkout.ts');
      await writeFile(file, scene.code);
      await window.editor.open(file);
      chat = await openChat(window, scene.openChat);
      await widenChat();
    }

    async function widenChat(): Promise<void> {
      const { mouse } = window.page;
      const bar = await window.page.locator('.part.sidebar').boundingBox();
      if (bar === null) throw new Error('There is no side bar.');
      await mouse.move(bar.x + bar.width, bar.y + 200);
      await mouse.down();
      await mouse.move(bar.x + bar.width + WIDER, bar.y + 200, { steps: 4 });
      await mouse.up();
      await restPointer();
    }

    async function restPointer(): Promise<void> {
      await window.page.mouse.move(WIDTH - 200, 300);
    }

    async function ask(question = scene.question): Promise<void> {
      await window.editor.select(SELECTED.from, SELECTED.to);
      await window.runCommand(scene.askSelection);
      await window.quickInput.answer(question);
    }

    async function take(name: string): Promise<void> {
      const folder = path.join(RESULTS_FOLDER, 'pictures', locale);
      await mkdir(folder, { recursive: true });
      const devtools = await window.page.context().newCDPSession(window.page);
      const height = window.page.viewportSize()?.height ?? 0;
      const metrics = { width: WIDTH, height, deviceScaleFactor: SCALE, mobile: false };
      await devtools.send('Emulation.setDeviceMetricsOverride', metrics);
      // The window draws itself anew with more pixels.
      await new Promise(resolve => setTimeout(resolve, 500));
      const { data } = await devtools.send('Page.captureScreenshot', { format: 'webp', quality: QUALITY });
      await writeFile(path.join(folder, `${name}.webp`), Buffer.from(data, 'base64'));
    }

    it('ask', async () => {
      await open(660);
      stage.simulator.script({ answer: { text: scene.answer }, delivery: { chunkMs: 60 } });
      await ask();
      await chat.lastAnswer.locator('.codeBlock').waitFor();
      await restPointer();
      await take('ask');
    });

    it('receipt', async () => {
      await open(560, { settings: { 'wenxin.budget.dailyCny': 5 } });
      stage.simulator.script({ answer: { text: scene.answer }, delivery: { chunkMs: 20 } });
      await ask();
      await chat.lastReceipt.waitFor();
      await window.spend.hover();
      await window.page.locator('.workbench-hover:not(.hidden)').waitFor();
      await take('receipt');
    });

    it('menu', async () => {
      await open(660, { settings: PUBLIC_SERVICE });
      await window.editor.select(SELECTED.from, SELECTED.to);
      await window.editor.openContextMenu();
      const [submenu, entry] = scene.menu;
      await window.page.getByRole('menuitem', { name: submenu, exact: true }).hover();
      await window.page.getByRole('menuitem', { name: entry, exact: true }).waitFor();
      await take('menu');
    });

    it('key', async () => {
      await open(560, { key: 'none', settings: PUBLIC_SERVICE });
      await window.runCommand(scene.setCredentials);
      await window.quickInput.row('API Key').waitFor();
      await restPointer();
      await take('key');
    });

    it('budget', async () => {
      await open(560, { settings: { 'wenxin.budget.dailyCny': 0.0095 } });
      stage.simulator.script({ answer: { text: scene.answer } });
      await ask();
      await chat.lastReceipt.waitFor();
      await chat.ask(scene.followUp);
      await chat.failure.waitFor();
      await take('budget');
    });
  });
}
