import { rmSync } from 'node:fs';
import { mkdtemp } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { startProcess } from '../childProcess.ts';
import { cleanEnvironment } from './cleanEnvironment.ts';
import { freePort } from './freePort.ts';
import { installVSCode } from './install.ts';
import { NO_MARKETPLACE, QUIET_SETTINGS, THRIFTY_SETTINGS, writeProfile, writeSettings } from './profileFolder.ts';
import { whenAnswering } from './readiness.ts';

/** How a VS Code server is started. All options are optional. */
export interface ServerOptions {
  /** Version of the npm package code-server; default the newest that tests use. */
  readonly version?: string;
  /** User settings, added to `QUIET_SETTINGS` and `THRIFTY_SETTINGS`. */
  readonly settings?: Readonly<Record<string, unknown>>;
  /** Folder of installed extensions, which servers may share. Default: no extensions. */
  readonly extensionsFolder?: string;
  /** Folder of built-in extensions, in place of those that ship with VS Code. */
  readonly builtInExtensionsFolder?: string;
  /** Default: any free port. A browser compiles VS Code anew for each origin. */
  readonly port?: number;
  /** Added to the environment of the server and so of its extension hosts. */
  readonly env?: Readonly<Record<string, string>>;
  /** Whether folders are trusted without a prompt. `false` opens them in Restricted Mode. */
  readonly trustsWorkspaces?: boolean;
  /** Allows windows to run an extension from its folder, and its tests. VS Code then shows no notifications. */
  readonly runsExtensionTests?: boolean;
}

/** Parameters of a window besides its folder. */
export interface WindowPayload {
  /** Folder of an extension to run from its sources. */
  readonly extensionDevelopmentPath?: string;
  /** Module whose `run()` VS Code calls in the extension host. */
  readonly extensionTestsPath?: string;
}

/** A VS Code server on loopback with its own data folder. Several windows may be open on it. */
export interface VSCodeServer {
  readonly dataFolder: string;
  readonly logsFolder: string;
  /** Returns all user settings with these changes; `undefined` removes one. Later calls build on the result. */
  mergeSettings(changes: Readonly<Record<string, unknown>>): Readonly<Record<string, unknown>>;
  /** Writes user settings for windows that are opened or reloaded from now on. */
  changeSettings(changes: Readonly<Record<string, unknown>>): Promise<void>;
  /** Returns the address that opens a folder, or a `.code-workspace` file, in a window. */
  url(place: string, payload?: WindowPayload): string;
  /** Returns everything that the server has printed. */
  output(): string;
  /** Ends the server with all its processes and removes its data. */
  close(): Promise<void>;
}

/** Starts a VS Code server in a new data folder; installs it first if it is missing. */
export async function startServer(options: ServerOptions = {}): Promise<VSCodeServer> {
  const { node, serverMain } = await installVSCode(options.version);
  const dataFolder = await mkdtemp(path.join(os.tmpdir(), 'wenxin-vscode-'));
  const removeData = (): void => rmSync(dataFolder, { recursive: true, force: true, maxRetries: 10, retryDelay: 100 });
  process.once('exit', removeData);
  const profileFolder = path.join(dataFolder, 'data');
  let settings: Readonly<Record<string, unknown>> = { ...QUIET_SETTINGS, ...THRIFTY_SETTINGS, ...options.settings };
  const mergeSettings: VSCodeServer['mergeSettings'] = changes => (settings = { ...settings, ...changes });
  await writeProfile(profileFolder, settings);
  const common = [serverMain, '--accept-server-license-terms', '--server-data-dir', dataFolder];
  const env = { ...cleanEnvironment(), ...NO_MARKETPLACE, ...options.env };
  const port = options.port ?? (await freePort());
  const authority = `127.0.0.1:${port}`;
  const serving = ['--host', '127.0.0.1', '--port', String(port), '--without-connection-token'];
  if (options.extensionsFolder !== undefined) serving.push('--extensions-dir', options.extensionsFolder);
  if (options.builtInExtensionsFolder !== undefined) {
    serving.push('--builtin-extensions-dir', options.builtInExtensionsFolder);
  }
  if (options.trustsWorkspaces !== false) serving.push('--disable-workspace-trust');
  if (options.runsExtensionTests === true) serving.push('--enable-smoke-test-driver');
  const server = startProcess(node, [...common, ...serving, '--log', 'info'], { env });
  const close = async (): Promise<void> => {
    await server.stop();
    process.off('exit', removeData);
    removeData();
  };
  try {
    await whenAnswering(`http://${authority}/`, server);
  } catch (error) {
    await close();
    throw error;
  }
  return {
    dataFolder,
    logsFolder: path.join(dataFolder, 'data/logs'),
    mergeSettings,
    changeSettings: async changes => writeSettings(profileFolder, mergeSettings(changes)),
    url: (place, payload = {}) => windowUrl(authority, place, payload),
    output: () => server.output(),
    close,
  };
}

function windowUrl(authority: string, place: string, payload: WindowPayload): string {
  const remote = (path: string): string => `vscode-remote://${authority}${asUriPath(path)}`;
  const pairs: [string, string][] = [['skipWelcome', 'true']];
  if (payload.extensionDevelopmentPath !== undefined) {
    pairs.push(['extensionDevelopmentPath', remote(payload.extensionDevelopmentPath)]);
  }
  if (payload.extensionTestsPath !== undefined) {
    pairs.push(['extensionTestsPath', remote(payload.extensionTestsPath)]);
  }
  const kind = place.endsWith('.code-workspace') ? 'workspace' : 'folder';
  const query = new URLSearchParams({ [kind]: asUriPath(place), payload: JSON.stringify(pairs) });
  return `http://${authority}/?${query.toString()}`;
}

/** `C:\work` is `/C:/work` in a URI. */
function asUriPath(path: string): string {
  const slashed = path.replaceAll('\\', '/');
  return slashed.startsWith('/') ? slashed : `/${slashed}`;
}
