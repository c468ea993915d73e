import { chromium, type Browser, type BrowserContext } from 'playwright-core';
import { ensureBrowser } from './browser.ts';

/** A language VS Code can show its extensions in. */
export type Locale = 'en' | 'zh-cn';

const ARGUMENTS = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  '--force-prefers-reduced-motion',
];

/** Size of a window unless a test wants another. */
export const VIEWPORT = { width: 1280, height: 800 };

/** Answers the workbench's request for the key, within the page. */
const ANSWER_MINT_KEY = `{
  const ask = globalThis.fetch;
  globalThis.fetch = (input, init) =>
    String(input instanceof Request ? input.url : input).endsWith('/mint-key')
      ? Promise.resolve(new Response(new Uint8Array(32).fill(7)))
      : ask(input, init);
}`;

/** Starts a browser without a window, installing one first where there is none. */
export async function startBrowser(): Promise<Browser> {
  return chromium.launch({ executablePath: await ensureBrowser(), args: ARGUMENTS });
}

/** What may be different about a person's browser. */
export interface ProfileOptions {
  readonly locale?: Locale;
  /** Secrets are gone after a reload, as in environments that cannot keep them. */
  readonly forgetsSecrets?: boolean;
  /** What the browser says of the computer it runs on, from which VS Code takes its keyboard shortcuts. */
  readonly platform?: Platform;
}

/** A platform by what browsers on it call themselves. */
export type Platform = keyof typeof USER_AGENTS;

const USER_AGENTS = {
  linux: 'Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0.0.0 Safari/537.36',
  macos:
    'Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0.0.0 Safari/537.36',
  windows:
    'Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0.0.0 Safari/537.36',
};

/**
 * A person's own browser profile: the language and the secrets of all windows opened in it. The key VS Code seals secrets
 * with comes from here, because the bare server has none; without it secrets would be gone after a reload.
 */
export async function newProfile(
  browser: Browser,
  { locale = 'en', forgetsSecrets = false, platform }: ProfileOptions = {},
): Promise<BrowserContext> {
  const profile = await browser.newContext({
    locale: locale === 'zh-cn' ? 'zh-CN' : 'en-US',
    viewport: VIEWPORT,
    ...(platform && { userAgent: USER_AGENTS[platform] }),
    permissions: ['clipboard-read', 'clipboard-write'],
  });
  profile.setDefaultTimeout(20_000);
  if (forgetsSecrets) return profile;
  // Not by a route of Playwright's: then every request would pass through it, and none would come from the browser's cache.
  await profile.addInitScript(ANSWER_MINT_KEY);
  return profile;
}
