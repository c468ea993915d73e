import { cp } from 'node:fs/promises';
import type { Context, RootHookObject } from 'mocha';
import type { Browser, BrowserContext } from 'playwright-core';
import { SAMPLE_WORKSPACE_FOLDER } from '../support/folders.ts';
import { packagedExtension } from '../support/packagedExtension.ts';
import { startSimulator, type Simulator } from '../support/simulator/simulator.ts';
import { filesWith } from './filesWith.ts';
import { temporaryFolder } from '../support/temporaryFolder.ts';
import { newProfile, startBrowser, type ProfileOptions } from '../support/vscode/browserProfile.ts';
import { startServer, type VSCodeServer } from '../support/vscode/server.ts';
import { openWorkbench, type Workbench } from '../support/vscode/workbench.ts';

/** What a test may want different from a person who has just set everything up. */
export interface StageOptions {
  /** Added to the settings. */
  readonly settings?: Readonly<Record<string, unknown>>;
  /** `environment`: the extension finds the simulator's key at once. `none`: the person has to set it. */
  readonly key?: 'environment' | 'none';
  readonly trustsWorkspaces?: boolean;
  /** Added to the environment of the extension host. */
  readonly env?: Readonly<Record<string, string>>;
}

/** Whose window it is, and what is opened in it: the workspace of the stage if nothing else. */
export interface WindowOptions extends ProfileOptions {
  readonly profile?: BrowserContext;
  /** A folder or a `.code-workspace` file. */
  readonly place?: string;
}

/** A VS Code with the packaged extension, the simulator it talks to, and a copy of the sample workspace. Starts in 2 s. */
export interface Stage {
  readonly simulator: Simulator;
  readonly server: VSCodeServer;
  readonly workspace: string;
  /** A new window, 5 s. Windows of one profile share secrets; by default each has a profile of its own. */
  openWindow(options?: WindowOptions): Promise<Workbench>;
  /** A person's browser, to open several windows in. */
  newProfile(options?: ProfileOptions): Promise<BrowserContext>;
  /** Ends everything. */
  close(): Promise<void>;
}

let browser: Browser | undefined;
const openWindows = new Set<Workbench>();

/** Sets the stage for the tests of one `describe`: call it in `before`, and `close` in `after`. */
export async function setStage(options: StageOptions = {}): Promise<Stage> {
  const simulator = await startSimulator();
  const workspace = temporaryFolder();
  await cp(SAMPLE_WORKSPACE_FOLDER, workspace, { recursive: true });
  const hasKey = options.key !== 'none';
  const server = await startServer({
    vsix: packagedExtension(),
    settings: {
      'wenxin.endpoints': [{ name: 'Simulator', baseUrl: simulator.baseUrl, api: 'v2' }],
      'wenxin.credentialSource': hasKey ? 'environment' : 'secretStorage',
      ...options.settings,
    },
    env: { ...(hasKey && { QIANFAN_BEARER_TOKEN: simulator.key }), ...options.env },
    trustsWorkspaces: options.trustsWorkspaces ?? true,
  });
  const profiles: BrowserContext[] = [];
  const stage: Stage = {
    simulator,
    server,
    workspace,
    async newProfile(options) {
      const profile = await openProfile(options);
      profiles.push(profile);
      return profile;
    },
    openWindow: async ({ profile, place, ...person } = {}) =>
      openWindow(profile ?? (await stage.newProfile(person)), server.url(place ?? workspace)),
    async close() {
      for (const profile of profiles) await profile.close();
      const { key, iamPair, app, accessCode } = simulator;
      const leaks = await filesWith(server.dataFolder, key, iamPair.secretKey, app.secretKey, accessCode);
      await server.close();
      await simulator.close();
      // Whatever was tested: logs, databases and settings hold none of them.
      if (leaks.length > 0) throw new Error(`A secret is in ${leaks.join(', ')}`);
    },
  };
  return stage;
}

/** A person's browser. Mocha's last hook closes it. */
export async function openProfile(options?: ProfileOptions): Promise<BrowserContext> {
  browser ??= await startBrowser();
  return newProfile(browser, options);
}

/** A window in it. When the test fails, a picture of the window is kept. */
export async function openWindow(profile: BrowserContext, url: string): Promise<Workbench> {
  const window = await openWorkbench(profile, url);
  openWindows.add(window);
  window.page.once('close', () => openWindows.delete(window));
  return window;
}

/**
 * For mocha, before and after the tests of all files.
 * @public
 */
export const mochaHooks: RootHookObject = {
  async afterEach(this: Context) {
    const test = this.currentTest;
    if (test?.state !== 'failed') return;
    const name = `failed ${test.fullTitle()}`.replace(/[^\p{L}\p{N}]+/gu, '-').slice(0, 100);
    for (const [index, window] of [...openWindows].entries()) {
      console.log(`      ${await window.screenshot(`${name}-${index}`)}`);
    }
  },
  async afterAll() {
    await browser?.close();
    browser = undefined;
  },
};
