import { chromium, type Browser, type BrowserContext } from 'playwright-core';
import { ensureBrowser } from './browser.ts';

/** A display language in which VS Code runs its extensions. */
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

/** Default size of a window. */
export const VIEWPORT = { width: 1280, height: 800 };

/** Answers the workbench's request for the key inside the page. */
const ANSWER_MINT_KEY = `{
  const ask = globalThis.fetch;
  globalThis.fetch = (input, init) =>
    String(input instanceof Request ? input.url : input).endsWith('/mint-key')
      ? Promise.resolve(new Response(new Uint8Array(32).fill(7)))
      : ask(input, init);
}`;

/** Starts a headless browser; installs one first if there is none. */
export async function startBrowser(): Promise<Browser> {
  return chromium.launch({ executablePath: await ensureBrowser(), args: ARGUMENTS });
}

/** Options of a user's browser. */
export interface ProfileOptions {
  readonly locale?: Locale;
  /** Secrets are lost after a reload, as in environments that cannot store them. */
  readonly forgetsSecrets?: boolean;
  /** Platform in the user agent, from which VS Code derives its keyboard shortcuts. */
  readonly platform?: Platform;
}

/** A platform with a known user agent. */
export type Platform = keyof typeof USER_AGENTS;

const USER_AGENTS = {
  linux: 'Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0.0.0 Safari/537.36',
  macos:
    'Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0.0.0 Safari/537.36',
  windows:
    'Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0.0.0 Safari/537.36',
};

/**
 * Creates a browser profile: it determines the language and stores the secrets of all windows opened in it. It also
 * supplies the key that VS Code encrypts secrets with, because the bare server has none; without it secrets would be
 * lost after a reload.
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
  profile.setDefaultTimeout(60_000);
  if (forgetsSecrets) return profile;
  // Not with a Playwright route, through which every request would pass, bypassing the browser's cache.
  await profile.addInitScript(ANSWER_MINT_KEY);
  return profile;
}
