import { cp } from 'node:fs/promises';
import type { Context, RootHookObject } from 'mocha';
import { SAMPLE_WORKSPACE_FOLDER } from '../support/folders.ts';
import { packagedExtension } from '../support/packagedExtension.ts';
import { packedExtension } from '../support/packedExtension.ts';
import { startSimulator, type Simulator } from '../support/simulator/simulator.ts';
import { filesWith } from './filesWith.ts';
import { closeBrowser, dismiss, newPerson, openWindows } from './people.ts';
import { temporaryFolder } from '../support/temporaryFolder.ts';
import type { ProfileOptions } from '../support/vscode/browserProfile.ts';
import { linkThemesAndLanguages } from '../support/vscode/builtInExtensions.ts';
import { freePort } from '../support/vscode/freePort.ts';
import { installExtension } from '../support/vscode/installExtension.ts';
import type { Person } from '../support/vscode/person.ts';
import { startServer, type ServerOptions, type VSCodeServer } from '../support/vscode/server.ts';
import type { Workbench } from '../support/vscode/workbench.ts';

/** What a test may change from the default: a user with everything set up. */
export interface StageOptions {
  /** Merged into the settings. */
  readonly settings?: Readonly<Record<string, unknown>>;
  /** `environment`: the extension finds the simulator's key at once. `none`: the user has to set it. */
  readonly key?: 'environment' | 'none';
  readonly trustsWorkspaces?: boolean;
  /** Also starts VS Code's built-in extensions that run a program, such as Git. */
  readonly allBuiltIns?: boolean;
  /** Folder of another extension to install. */
  readonly otherExtension?: string;
  /** Merged into the environment of the extension host. */
  readonly env?: Readonly<Record<string, string>>;
}

/** The user of a window, and what is opened in it: the workspace of the stage by default. */
export interface WindowOptions extends ProfileOptions {
  readonly person?: Person;
  /** A folder or a `.code-workspace` file. */
  readonly place?: string;
}

/**
 * A VS Code server with the packaged extension, the simulator it talks to, and a copy of the sample workspace. Starts
 * in 1 s.
 */
export interface Stage {
  readonly simulator: Simulator;
  readonly server: VSCodeServer;
  readonly workspace: string;
  /** Opens a window in 4 s. Windows of one user share secrets; by default each belongs to a new user. */
  openWindow(options?: WindowOptions): Promise<Workbench>;
  /** Returns a user who can open several windows. */
  newPerson(options?: ProfileOptions): Promise<Person>;
  /** Closes all windows and stops the servers. Throws if a file contains a secret. */
  close(): Promise<void>;
}

type ExtensionFolders = Required<Pick<ServerOptions, 'extensionsFolder' | 'builtInExtensionsFolder'>>;

// The browsers and servers of this process inherit the time zone: it is about noon in it, so that no test sees two days.
const eastOfUtc = 12 - new Date().getUTCHours();
process.env['TZ'] = `Etc/GMT${eastOfUtc > 0 ? '-' : '+'}${Math.abs(eastOfUtc)}`;

/** All stages use the same port one after the other, so that the browser can reuse its cache of VS Code. */
let port: number | undefined;
/** Prepared once, for the servers of all stages. */
let extensions: Promise<ExtensionFolders> | undefined;

/** Sets up the stage for the tests of one `describe`: call it in `before`, and `close` in `after`. */
export async function setStage(options: StageOptions = {}): Promise<Stage> {
  const simulator = await startSimulator();
  const workspace = temporaryFolder();
  await cp(SAMPLE_WORKSPACE_FOLDER, workspace, { recursive: true });
  const hasKey = options.key !== 'none';
  const { otherExtension } = options;
  const { builtInExtensionsFolder, ...shared } = await (extensions ??= prepareExtensions());
  const extensionsFolder = otherExtension === undefined ? shared.extensionsFolder : await withOther(otherExtension);
  port = await freePort(port);
  const server = await startServer({
    port,
    extensionsFolder,
    ...(options.allBuiltIns !== true && { builtInExtensionsFolder }),
    settings: {
      'wenxin.endpoints': [{ name: 'Simulator', baseUrl: simulator.baseUrl, api: 'v2' }],
      'wenxin.credentialSource': hasKey ? 'environment' : 'secretStorage',
      ...options.settings,
    },
    env: { ...(hasKey && { QIANFAN_BEARER_TOKEN: simulator.key }), ...options.env },
    trustsWorkspaces: options.trustsWorkspaces ?? true,
  });
  const people: Person[] = [];
  const stage: Stage = {
    simulator,
    server,
    workspace,
    async newPerson(options) {
      const person = await newPerson(options);
      people.push(person);
      return person;
    },
    async openWindow({ person, place, ...options } = {}) {
      const owner = person ?? (await stage.newPerson(options));
      return owner.openWindow(server.url(place ?? workspace));
    },
    async close() {
      for (const person of people) await dismiss(person);
      const { key, iamPair, app, accessCode } = simulator;
      const leaks = await filesWith(server.dataFolder, key, iamPair.secretKey, app.secretKey, accessCode);
      await server.close();
      await simulator.close();
      // No log, database or settings file may contain a secret, whatever was tested.
      if (leaks.length > 0) throw new Error(`A secret is in ${leaks.join(', ')}`);
    },
  };
  return stage;
}

async function prepareExtensions(): Promise<ExtensionFolders> {
  const folders = { extensionsFolder: temporaryFolder(), builtInExtensionsFolder: temporaryFolder() };
  await installExtension(packagedExtension(), folders.extensionsFolder);
  await linkThemesAndLanguages(folders.builtInExtensionsFolder);
  return folders;
}

/** Returns a new folder of installed extensions with this one and ours. */
async function withOther(otherExtension: string): Promise<string> {
  const folder = temporaryFolder();
  for (const vsix of [packagedExtension(), await packedExtension(otherExtension)]) await installExtension(vsix, folder);
  return folder;
}

/**
 * Mocha's hooks around the tests of all files.
 * @public
 */
export const mochaHooks: RootHookObject = {
  async afterEach(this: Context) {
    const test = this.currentTest;
    if (test?.state !== 'failed') return;
    const name = `failed ${test.fullTitle()}`.replace(/[^\p{L}\p{N}]+/gu, '-').slice(0, 100);
    for (const [index, window] of openWindows().entries()) {
      console.log(`      ${await window.screenshot(`${name}-${index}`)}`);
    }
  },
  async afterAll() {
    // A worker calls this after each of its files. Its browser has VS Code compiled, so all files use it until the
    // worker ends.
    if (process.env['MOCHA_WORKER_ID'] === undefined) await closeBrowser();
  },
};
