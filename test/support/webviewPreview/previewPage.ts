import { randomBytes } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import type { Sample } from './samplePage.ts';
import { THEMES } from './themes.ts';
import type { UsageSample } from './usageSamples.ts';

const chinese = JSON.parse(await readFile('l10n/bundle.l10n.zh-cn.json', 'utf8')) as Record<string, string>;

/** What a page gets from VS Code in one theme: its styles, and the classes of its body. */
interface Dress {
  readonly styles: string;
  readonly bodyClass: string;
}

/** Returns the styles that VS Code gives the page of a sample. */
function dressOf(sample: Sample | UsageSample, theme: string): Dress {
  const variables = (THEMES[theme] ?? '').replace(/\s*([\w-]+):/g, '--vscode-$1:');
  const ground = 'picture' in sample ? '--vscode-editor-background' : '--vscode-background';
  return {
    styles: `@layer vscode-default { :root { ${variables};--vscode-font-family:system-ui,"Noto Sans CJK SC",sans-serif;--vscode-font-size:13px;--vscode-editor-font-family:"DejaVu Sans Mono",monospace;--vscode-editor-font-size:13px;background:var(${ground}) }
    body { padding: 0 20px } code { color: var(--vscode-textPreformat-foreground); background-color: var(--vscode-textPreformat-background); padding: 1px 3px; border-radius: 4px } }`,
    bodyClass: `vscode-${theme}${theme === 'high-contrast-light' ? ' vscode-high-contrast' : ''}`,
  };
}

/** Returns an expression for the page that switches the theme, as VS Code does with an open page. */
export function themeChange(sample: Sample | UsageSample, theme: string): string {
  const { styles, bodyClass } = dressOf(sample, theme);
  return `document.querySelector('style').textContent = ${JSON.stringify(styles)}; document.body.className = '${bodyClass}';`;
}

/**
 * Returns the HTML of a sample as VS Code would frame it: with its content security policy, and its styles in a layer
 * below ours.
 */
export function previewPage(sample: Sample | UsageSample, theme: string): string {
  const nonce = randomBytes(16).toString('base64');
  const { lang } = sample;
  const page = 'picture' in sample ? 'usage' : 'chat';
  const texts = lang === 'en' ? {} : chinese;
  const snapshot = {
    type: 'snapshot',
    texts,
    ...('picture' in sample ? { picture: sample.picture } : { view: sample.view }),
  };
  const { styles, bodyClass } = dressOf(sample, theme);
  const fakeHost = `
    let state; globalThis.posted = [];
    globalThis.tell = message => window.postMessage(message, '*');
    globalThis.acquireVsCodeApi = () => ({
      getState: () => state, setState: next => (state = next),
      postMessage: message => {
        posted.push(message);
        globalThis.heard?.(message);
        if (message.type === 'ready') tell(${JSON.stringify(snapshot)});
        if (message.type === 'highlight') colour(message);
      },
    });
    let colouring = 0;
    const colour = async ({ key, language, text }) => {
      colouring++;
      tell({ type: 'highlighted', key, runs: (await runsOf(language, text)) ?? null });
      colouring--;
    };
    // Everything that comes later than the page itself is there: colours, formulas and their letters.
    const isSettled = () =>
      colouring === 0 && document.fonts.status === 'loaded' &&
      (document.querySelector('.math') === null || document.querySelector('.katex') !== null);
    globalThis.settled = async () => {
      for (let calm = 0; calm < 3; calm = isSettled() ? calm + 1 : 0) await new Promise(resolve => setTimeout(resolve, 20));
    };`;
  const policy = `default-src 'none'; style-src 'self' 'nonce-${nonce}'; font-src 'self'; script-src 'nonce-${nonce}'; require-trusted-types-for 'script'`;
  return `<!doctype html><html lang="${lang}"><head><meta charset="utf-8"><meta http-equiv="Content-Security-Policy" content="${policy}">
    <title>Ask Wenxin</title><style nonce="${nonce}">${styles}</style><link rel="stylesheet" href="/${page}.css"></head>
    <body class="${bodyClass}"><main id="root"></main>
    <script nonce="${nonce}">${fakeHost.replaceAll('</', '<\\/')}</script><script type="module" nonce="${nonce}" src="/${page}.js"></script></body></html>`;
}
