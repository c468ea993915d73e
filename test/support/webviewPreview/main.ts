/**
 * Pictures of the chat page, as a browser paints it under the content security policy and the styles VS Code gives it:
 * `node test/support/webviewPreview/main.ts [folder of pictures] [start of a sample's name]`, after `node esbuild.mjs`.
 * Fails if the policy was violated, anything was requested from elsewhere, the page complained, something is wider than it,
 * or a text stands out too little.
 */
import { randomBytes } from 'node:crypto';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import type { ConsoleMessage, Page, Request } from 'playwright-core';
import { COUNTS_FILE_VARIABLE, type Counts } from '../countingReporter.ts';
import { RESULTS_FOLDER } from '../folders.ts';
import { startBrowser } from '../vscode/browserProfile.ts';
import { WEAK_CONTRASTS } from './contrast.ts';
import { SAMPLES } from './samples.ts';

const [pictures = join(RESULTS_FOLDER, 'looks'), wanted = ''] = process.argv.slice(2);
const BUILT = 'dist/webview';

/** The colours VS Code's own four kinds of theme give a page, as far as the page uses them. */
const THEMES: Readonly<Record<string, string>> = {
  dark: `background:#181818;foreground:#cccccc;descriptionForeground:#9d9d9d;errorForeground:#f85149;icon-foreground:#cccccc;focusBorder:#0078d4;
    editor-foreground:#cccccc;widget-border:#313131;widget-shadow:#0000005c;button-background:#0078d4;button-foreground:#ffffff;button-hoverBackground:#026ec1;button-border:#ffffff12;
    button-secondaryBackground:#313131;button-secondaryForeground:#cccccc;button-secondaryHoverBackground:#3c3c3c;
    input-background:#313131;input-foreground:#cccccc;input-border:#3c3c3c;input-placeholderForeground:#989898;toolbar-hoverBackground:#5a5d5e50;
    textLink-foreground:#4daafc;textLink-activeForeground:#4daafc;textPreformat-foreground:#d0d0d0;textPreformat-background:#3c3c3c;textCodeBlock-background:#2b2b2b;
    textBlockQuote-border:#616161;chat-requestBorder:#ffffff1a;chat-requestBubbleBackground:#264f7830;inputValidation-errorBorder:#be1100;editorWarning-foreground:#cca700;scrollbarSlider-background:#79797966;
    keybindingLabel-background:#8080802b;keybindingLabel-foreground:#cccccc;keybindingLabel-border:#33333399;keybindingLabel-bottomBorder:#44444499`,
  light: `background:#f8f8f8;foreground:#3b3b3b;descriptionForeground:#3b3b3b;errorForeground:#f85149;icon-foreground:#3b3b3b;focusBorder:#005fb8;
    editor-foreground:#3b3b3b;widget-border:#e5e5e5;widget-shadow:#00000029;button-background:#005fb8;button-foreground:#ffffff;button-hoverBackground:#0258a8;button-border:#0000001a;
    button-secondaryBackground:#e5e5e5;button-secondaryForeground:#3b3b3b;button-secondaryHoverBackground:#cccccc;
    input-background:#ffffff;input-foreground:#3b3b3b;input-border:#cecece;input-placeholderForeground:#767676;toolbar-hoverBackground:#b8b8b850;
    textLink-foreground:#005fb8;textLink-activeForeground:#005fb8;textPreformat-foreground:#3b3b3b;textPreformat-background:#0000001f;textCodeBlock-background:#f0f0f0;
    textBlockQuote-border:#e5e5e5;chat-requestBorder:#0000001a;chat-requestBubbleBackground:#add6ff80;inputValidation-errorBorder:#be1100;editorWarning-foreground:#bf8803;scrollbarSlider-background:#64646466;
    keybindingLabel-background:#dddddd66;keybindingLabel-foreground:#3b3b3b;keybindingLabel-border:#cccccc66;keybindingLabel-bottomBorder:#bbbbbb66`,
  'high-contrast': `background:#000000;foreground:#ffffff;descriptionForeground:#ffffffb3;errorForeground:#f48771;icon-foreground:#ffffff;focusBorder:#f38518;contrastBorder:#6fc3df;contrastActiveBorder:#f38518;
    editor-foreground:#ffffff;widget-border:#6fc3df;button-background:#000000;button-foreground:#ffffff;button-border:#6fc3df;button-secondaryForeground:#ffffff;button-secondaryBackground:#000000;
    input-background:#000000;input-foreground:#ffffff;input-border:#6fc3df;input-placeholderForeground:#ffffffb3;toolbar-hoverOutline:#f38518;
    textLink-foreground:#21a6ff;textLink-activeForeground:#21a6ff;textPreformat-foreground:#000000;textPreformat-background:#ffffff;textCodeBlock-background:#000000;
    textBlockQuote-border:#ffffff;chat-requestBorder:#6fc3df;inputValidation-errorBorder:#6fc3df;editorWarning-foreground:#ffd370;scrollbarSlider-background:#6fc3df99;
    keybindingLabel-background:transparent;keybindingLabel-foreground:#ffffff;keybindingLabel-border:#6fc3df;keybindingLabel-bottomBorder:#6fc3df`,
  'high-contrast-light': `background:#ffffff;foreground:#292929;descriptionForeground:#292929b3;errorForeground:#b5200d;icon-foreground:#292929;focusBorder:#006bbd;contrastBorder:#0f4a85;contrastActiveBorder:#006bbd;
    editor-foreground:#292929;widget-border:#0f4a85;button-background:#0f4a85;button-foreground:#ffffff;button-hoverBackground:#0f4a85;button-secondaryBackground:#ffffff;button-secondaryForeground:#292929;button-border:#0f4a85;
    input-background:#ffffff;input-foreground:#292929;input-border:#0f4a85;input-placeholderForeground:#292929b3;toolbar-hoverOutline:#006bbd;
    textLink-foreground:#0f4a85;textLink-activeForeground:#0f4a85;textPreformat-foreground:#ffffff;textPreformat-background:#09345f;textCodeBlock-background:#f2f2f2;
    textBlockQuote-border:#292929;chat-requestBorder:#0f4a85;inputValidation-errorBorder:#0f4a85;editorWarning-foreground:#895503;scrollbarSlider-background:#0f4a8566;
    keybindingLabel-background:transparent;keybindingLabel-foreground:#292929;keybindingLabel-border:#0f4a85;keybindingLabel-bottomBorder:#292929`,
};

const chinese = JSON.parse(await readFile('l10n/bundle.l10n.zh-cn.json', 'utf8')) as Record<string, string>;

function html(sample: string, theme: string): string {
  const nonce = randomBytes(16).toString('base64');
  const { lang, view } = SAMPLES[sample] ?? { lang: 'en', view: undefined };
  const texts = lang === 'en' ? {} : chinese;
  const variables = (THEMES[theme] ?? '').replace(/\s*([\w-]+):/g, '--vscode-$1:');
  // VS Code's own style sheet is in a layer below ours, and so are its variables here.
  const styles = `@layer vscode-default { :root { ${variables};--vscode-font-family:system-ui,"Noto Sans CJK SC",sans-serif;--vscode-font-size:13px;--vscode-editor-font-family:"DejaVu Sans Mono",monospace;--vscode-editor-font-size:13px;background:var(--vscode-background) }
    body { padding: 0 20px } code { color: var(--vscode-textPreformat-foreground); background-color: var(--vscode-textPreformat-background); padding: 1px 3px; border-radius: 4px } }`;
  const fakeHost = `
    let state; globalThis.posted = [];
    globalThis.tell = message => window.postMessage(message, '*');
    globalThis.acquireVsCodeApi = () => ({
      getState: () => state, setState: next => (state = next),
      postMessage: message => { posted.push(message); if (message.type === 'ready') tell(${JSON.stringify({ type: 'snapshot', view, texts })}); },
    });`;
  const policy = `default-src 'none'; style-src 'self' 'nonce-${nonce}'; font-src 'self'; script-src 'nonce-${nonce}'; require-trusted-types-for 'script'`;
  return `<!doctype html><html lang="${lang}"><head><meta charset="utf-8"><meta http-equiv="Content-Security-Policy" content="${policy}">
    <style nonce="${nonce}">${styles}</style><link rel="stylesheet" href="/chat.css"></head>
    <body class="vscode-${theme}${theme === 'high-contrast-light' ? ' vscode-high-contrast' : ''}"><main id="root"></main>
    <script nonce="${nonce}">${fakeHost.replaceAll('</', '<\\/')}</script><script type="module" nonce="${nonce}" src="/chat.js"></script></body></html>`;
}

const TYPES: Readonly<Record<string, string>> = { '/chat.js': 'text/javascript', '/chat.css': 'text/css' };
const server = createServer((request, response) => {
  const url = new URL(request.url ?? '/', 'http://localhost');
  const type = TYPES[url.pathname];
  if (type === undefined) {
    const page = html(url.searchParams.get('sample') ?? 'ready', url.searchParams.get('theme') ?? 'dark');
    response.setHeader('content-type', 'text/html; charset=utf-8').end(page);
    return;
  }
  readFile(join(BUILT, url.pathname)).then(
    bytes => response.setHeader('content-type', `${type}; charset=utf-8`).end(bytes),
    (error: unknown) => response.writeHead(404).end(String(error)),
  );
});
await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve));
const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
await mkdir(pictures, { recursive: true });

/** So many pages are looked at at once. */
const AT_ONCE = 4;

/** One sample in one theme at one width. */
interface Look {
  readonly sample: string;
  readonly theme: string;
  readonly width: number;
}

// Whether something is too wide depends on the width, and how much a text stands out on the theme alone.
const looks: readonly Look[] = Object.keys(SAMPLES)
  .filter(name => name.startsWith(wanted))
  .flatMap(sample =>
    Object.keys(THEMES).flatMap(theme =>
      (theme === 'dark' ? [200, 800] : [360]).map(width => ({ sample, theme, width })),
    ),
  );

/** What is wrong with a look; a picture of it is kept. */
async function faultsOf({ sample, theme, width }: Look, page: Page): Promise<string[]> {
  const faults: string[] = [];
  const hear = (message: ConsoleMessage): unknown => faults.push(message.text());
  const fail = (error: Error): unknown => faults.push(error.message);
  const see = (request: Request): unknown =>
    request.url().startsWith(origin) && !request.url().includes('favicon') ? undefined : faults.push(request.url());
  page.on('console', hear).on('pageerror', fail).on('request', see);
  await page.setViewportSize({ width, height: 720 });
  await page.goto(`${origin}/?sample=${sample}&theme=${theme}`);
  await page.locator('textarea').waitFor();
  const overflow = await page.evaluate<number>(
    'document.querySelector(".transcript").scrollWidth - document.querySelector(".transcript").clientWidth',
  );
  if (overflow !== 0) faults.push(`scrolls sideways by ${overflow} px`);
  faults.push(...(await page.evaluate<string[]>(WEAK_CONTRASTS)));
  await page.screenshot({ path: join(pictures, `${sample}-${theme}-${width}.png`) });
  page.off('console', hear).off('pageerror', fail).off('request', see);
  return faults;
}

const browser = await startBrowser();
const waiting = [...looks];
let failed = 0;
await Promise.all(
  Array.from({ length: AT_ONCE }, async () => {
    const page = await browser.newPage({ deviceScaleFactor: 1 });
    for (let look = waiting.shift(); look !== undefined; look = waiting.shift()) {
      const faults = await faultsOf(look, page);
      if (faults.length > 0) failed++;
      for (const fault of faults) console.error(`${look.sample}-${look.theme}-${look.width}: ${fault}`);
    }
  }),
);
await browser.close();
server.close();
const counts: Counts = { passed: looks.length - failed, failed };
console.log(`${counts.passed} looks passed, ${counts.failed} failed; pictures in ${pictures}`);
const countsFile = process.env[COUNTS_FILE_VARIABLE];
if (countsFile !== undefined) await writeFile(countsFile, JSON.stringify(counts));
process.exitCode = failed === 0 ? 0 : 1;
