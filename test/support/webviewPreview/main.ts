/**
 * Takes pictures of the chat and the usage page, rendered by a browser with VS Code's content security policy and
 * styles:
 * `node test/support/webviewPreview/main.ts [folder of pictures] [start of a sample's name]`, after `node esbuild.mjs`.
 * Fails if the page violated the policy, requested anything from elsewhere, logged an error, is wider than the window,
 * has text with too little contrast, or has a serious accessibility problem according to axe.
 */
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import axe from 'axe-core';
import type { ConsoleMessage, Page, Request } from 'playwright-core';
import { systemClock } from '../../../src/core/clock.ts';
import { Highlighter } from '../../../src/core/highlight/highlighter.ts';
import { silentLogger } from '../../../src/core/logger.ts';
import { COUNTS_FILE_VARIABLE, type Counts } from '../countingReporter.ts';
import { RESULTS_FOLDER } from '../folders.ts';
import { longChatFaults } from '../longChat/longChatFaults.ts';
import { startBrowser } from '../vscode/browserProfile.ts';
import { WEAK_CONTRASTS } from './contrast.ts';
import { startPageServer } from './pageServer.ts';
import { previewPage, themeChange } from './previewPage.ts';
import type { Sample } from './samplePage.ts';
import { SAMPLES } from './samples.ts';
import { SERIOUS_FINDINGS } from './seriousFindings.ts';
import { THEMES } from './themes.ts';
import { USAGE_SAMPLES, type UsageSample } from './usageSamples.ts';

const [pictures, wanted = ''] = process.argv.slice(2);
/** Without a folder for all pictures, only those with faults are saved, in this one. */
const FAULTY = join(RESULTS_FOLDER, 'looks');

const ALL: Readonly<Record<string, Sample | UsageSample>> = { ...SAMPLES, ...USAGE_SAMPLES };

const highlighter = new Highlighter({
  workerFile: new URL('../../../dist/highlighter.cjs', import.meta.url),
  clock: systemClock,
  logger: silentLogger,
});

/** Name of the long conversation, which is not a sample. */
const LONG_CHAT = 'longChat';

const { origin, close: closeServer } = await startPageServer(({ searchParams }) => {
  const sample = ALL[searchParams.get('sample') ?? 'ready'];
  return sample && previewPage(sample, searchParams.get('theme') ?? 'dark');
});
await mkdir(pictures ?? FAULTY, { recursive: true });

/** Number of pages checked concurrently. */
const AT_ONCE = 4;

const samples = Object.keys(ALL).filter(name => name.startsWith(wanted));

/** The chat is in the side bar, the usage page in the editor area. Overflow shows at the narrowest width. */
function widthsOf(sample: string, theme: string): readonly number[] {
  if (sample in USAGE_SAMPLES) return { dark: [300, 900], 'high-contrast-light': [320] }[theme] ?? [900];
  return theme === 'dark' ? [200, 800] : [360];
}

/** Checks a sample in all themes. It is loaded once, then its theme is switched as VS Code does. */
async function lookAt(name: string, sample: Sample | UsageSample, page: Page): Promise<void> {
  let faults: string[] = [];
  const hear = (message: ConsoleMessage): unknown => faults.push(message.text());
  const fail = (error: Error): unknown => faults.push(error.message);
  const see = (request: Request): unknown =>
    request.url().startsWith(origin) && !request.url().includes('favicon') ? undefined : faults.push(request.url());
  page.on('console', hear).on('pageerror', fail).on('request', see);
  for (const [index, theme] of Object.keys(THEMES).entries()) {
    for (const [nth, width] of widthsOf(name, theme).entries()) {
      const isFirst = index === 0 && nth === 0;
      await page.setViewportSize({ width, height: 720 });
      if (isFirst) await open(name, sample, theme, page);
      else if (nth === 0) await page.evaluate(themeChange(sample, theme));
      await page.evaluate('new Promise(resolve => requestAnimationFrame(() => requestAnimationFrame(resolve)))');
      faults.push(
        ...(await faultsOf(page, { scroller: 'picture' in sample ? 'html' : '.transcript, .pageError', isFirst })),
      );
      const picture = `${name}-${theme}-${width}`;
      if (pictures !== undefined || faults.length > 0) {
        const file = join(pictures ?? FAULTY, `${picture}.png`);
        await page.screenshot({ path: file, fullPage: 'picture' in sample });
      }
      report(picture, faults);
      faults = [];
    }
  }
  page.off('console', hear).off('pageerror', fail).off('request', see);
}

/** Scrolls and streams in a conversation of which the page holds only a part. */
async function useLongChat(): Promise<void> {
  const faults = await longChatFaults(browser, `${origin}/?sample=ready`);
  report(LONG_CHAT, faults);
}

function report(look: string, faults: readonly string[]): void {
  if (faults.length > 0) failed++;
  else passed++;
  for (const fault of faults) {
    console.error(`${look}: ${fault}`);
    failures.push(`${look}: ${fault}`);
  }
}

async function open(name: string, sample: Sample | UsageSample, theme: string, page: Page): Promise<void> {
  await page.goto(`${origin}/?sample=${name}&theme=${theme}`);
  await page.locator('picture' in sample ? 'h1' : 'textarea').waitFor();
  if ('view' in sample) await page.evaluate('globalThis.settled()');
  if ('act' in sample && sample.act !== undefined) await page.evaluate(sample.act);
}

/** Returns the faults in the appearance of a page. */
async function faultsOf(page: Page, look: { readonly scroller: string; readonly isFirst: boolean }): Promise<string[]> {
  const faults: string[] = [];
  const scroller = `document.querySelector('${look.scroller}')`;
  const overflow = await page.evaluate<number>(`${scroller}.scrollWidth - ${scroller}.clientWidth`);
  if (overflow !== 0) faults.push(`scrolls sideways by ${overflow} px`);
  faults.push(...(await page.evaluate<string[]>(WEAK_CONTRASTS)));
  // Of all that axe finds, only contrast depends on the theme. Whether elements scroll depends on the width, and this
  // is the narrowest.
  if (look.isFirst) {
    await page.evaluate(axe.source);
    faults.push(...(await page.evaluate<string[]>(SERIOUS_FINDINGS)));
  }
  return faults;
}

const browser = await startBrowser();
const waiting = [...samples];
let passed = 0;
let failed = 0;
const failures: string[] = [];
await Promise.all([
  LONG_CHAT.startsWith(wanted) ? useLongChat() : undefined,
  ...Array.from({ length: AT_ONCE }, async () => {
    const page = await browser.newPage({ deviceScaleFactor: 1 });
    await page.exposeFunction('runsOf', (language: string, text: string) => highlighter.runs(language, text));
    for (let name = waiting.shift(); name !== undefined; name = waiting.shift()) {
      const sample = ALL[name];
      if (sample !== undefined) await lookAt(name, sample, page);
    }
  }),
]);
await browser.close();
await highlighter.close();
closeServer();
const counts: Counts = { passed, failed, failures };
const where = pictures ?? (failed > 0 ? FAULTY : undefined);
console.log(`${passed} looks passed, ${failed} failed${where === undefined ? '' : `; pictures in ${where}`}`);
const countsFile = process.env[COUNTS_FILE_VARIABLE];
if (countsFile !== undefined) await writeFile(countsFile, JSON.stringify(counts));
process.exitCode = failed === 0 ? 0 : 1;
