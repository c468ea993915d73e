import path from 'node:path';
import { runProgram, startProcess, type OwnedProcess } from '../childProcess.ts';
import { cleanEnvironment } from './cleanEnvironment.ts';
import { freePort } from './freePort.ts';
import { installVSCode } from './install.ts';
import { NO_MARKETPLACE, QUIET_SETTINGS, writeProfile } from './profileFolder.ts';
import { whenAnswering } from './readiness.ts';

/** Options of a VS Code server for a user's browser. */
export interface CodeServerOptions {
  /** Holds its data from one start to the next. */
  readonly folder: string;
  readonly workspace: string;
  readonly vsix: string;
  /** User settings, added to `QUIET_SETTINGS`. They replace those of the last start. */
  readonly settings: Readonly<Record<string, unknown>>;
  readonly env: Readonly<Record<string, string>>;
}

/** A running server, and the address that opens its workspace. */
export interface CodeServer {
  readonly url: string;
  readonly process: OwnedProcess;
}

/**
 * Starts code-server by its own entry point, which unlike the bare server keeps secrets across reloads. Loopback only.
 */
export async function startCodeServer(options: CodeServerOptions): Promise<CodeServer> {
  const { node, entry } = await installVSCode();
  const data = path.join(options.folder, 'data');
  const env = { ...cleanEnvironment(), ...NO_MARKETPLACE, ...options.env };
  const places = ['--user-data-dir', data, '--extensions-dir', path.join(options.folder, 'extensions')];
  // Without this it would write a file into the developer's own configuration.
  const common = [entry, '--config', path.join(options.folder, 'config.yaml'), ...places];
  await writeProfile(data, { ...QUIET_SETTINGS, ...options.settings });
  await runProgram(node, [...common, '--install-extension', options.vsix, '--force'], { env });
  const address = `127.0.0.1:${await freePort()}`;
  const serving = ['--auth', 'none', '--bind-addr', address, '--disable-proxy', '--disable-workspace-trust'];
  const quiet = ['--disable-telemetry', '--disable-update-check', '--disable-getting-started-override'];
  const server = startProcess(node, [...common, ...serving, ...quiet], { env });
  await whenAnswering(`http://${address}/healthz`, server);
  const query = new URLSearchParams({ folder: options.workspace });
  return { url: `http://${address}/?${query.toString()}`, process: server };
}
