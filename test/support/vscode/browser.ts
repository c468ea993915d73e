import { existsSync } from 'node:fs';
import path from 'node:path';
import { chromium } from 'playwright-core';
import { runProgram } from '../childProcess.ts';
import { canInstallDebianPackages, installDebianPackages } from '../debianPackages.ts';
import { REPOSITORY_FOLDER } from '../folders.ts';

/** Path of a Chromium, Chrome or Edge to use instead of the default. */
const OVERRIDE = 'WENXIN_TEST_BROWSER';

/** Chromium without its windowing code: renders the same pages with a fifth less CPU time. */
const HEADLESS = 'chromium-headless-shell';

const PROGRAMS = [HEADLESS, 'chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable', 'microsoft-edge'];
const PLACES = [
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  '/Applications/Chromium.app/Contents/MacOS/Chromium',
  '/Applications/Microsoft Edge.app/Contents/MacOS/Microsoft Edge',
  ...['PROGRAMFILES', 'PROGRAMFILES(X86)', 'LOCALAPPDATA'].flatMap(variable => {
    const folder = process.env[variable];
    if (folder === undefined) return [];
    return ['Google/Chrome/Application/chrome.exe', 'Microsoft/Edge/Application/msedge.exe'].map(name =>
      path.join(folder, name),
    );
  }),
];

/** Returns the path of a browser that can show VS Code: an installed one, or one that is installed now. */
export async function ensureBrowser(): Promise<string> {
  const override = process.env[OVERRIDE];
  if (override !== undefined && override !== '') {
    if (!existsSync(override)) throw new Error(`${OVERRIDE} names ${override}, which does not exist.`);
    return override;
  }
  const present = findBrowser();
  const problems: string[] = [];
  if (canInstallDebianPackages()) {
    // Installed separately from the others, because some systems do not have it.
    if (present === undefined || path.basename(present) === 'chromium') {
      problems.push(...(await tryTo(() => installDebianPackages([HEADLESS]))));
    }
    const missing = [
      ...(findBrowser() === undefined ? ['chromium'] : []),
      ...((await hasChineseFont()) ? [] : ['fonts-noto-cjk']),
    ];
    if (missing.length > 0) problems.push(...(await tryTo(() => installDebianPackages(missing))));
  } else if (present === undefined) {
    problems.push(...(await tryTo(installPlaywrightBrowser)));
  }
  const browser = findBrowser();
  if (browser !== undefined) {
    // Without a font, Chinese text is shown as boxes: tests pass, but pictures are useless.
    if (problems.length > 0) console.warn(problems.join('\n'));
    return browser;
  }
  throw new Error(
    'No Chromium, Chrome or Edge was found, and none could be installed. Install one of them (Debian: apt-get install ' +
      `chromium fonts-noto-cjk), or set ${OVERRIDE} to its path.\n${problems.join('\n')}`,
  );
}

function findBrowser(): string | undefined {
  const folders = (process.env['PATH'] ?? '').split(path.delimiter).filter(folder => folder !== '');
  const candidates = [...folders.flatMap(folder => PROGRAMS.map(program => path.join(folder, program))), ...PLACES];
  return [...candidates, chromium.executablePath()].find(candidate => existsSync(candidate));
}

async function hasChineseFont(): Promise<boolean> {
  if (!existsSync('/usr/bin/fc-list')) return false;
  return (await runProgram('fc-list', [':lang=zh-cn', 'family'])).trim() !== '';
}

async function installPlaywrightBrowser(): Promise<void> {
  console.log('Installing a Chromium by Playwright ...');
  const cli = path.join(REPOSITORY_FOLDER, 'node_modules/playwright-core/cli.js');
  await runProgram(process.execPath, [cli, 'install', 'chromium']);
}

async function tryTo(install: () => Promise<void>): Promise<string[]> {
  try {
    await install();
    return [];
  } catch (error) {
    return [error instanceof Error ? error.message : String(error)];
  }
}
