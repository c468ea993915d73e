import { runProgram } from '../childProcess.ts';
import { cleanEnvironment } from './cleanEnvironment.ts';
import { installVSCode } from './install.ts';
import { NO_MARKETPLACE } from './profileFolder.ts';

/** Installs a packaged extension into a folder for servers, as VS Code's own command line does. */
export async function installExtension(vsix: string, folder: string): Promise<void> {
  const { node, serverMain } = await installVSCode();
  const places = ['--server-data-dir', folder, '--extensions-dir', folder];
  const env = { ...cleanEnvironment(), ...NO_MARKETPLACE };
  await runProgram(node, [serverMain, '--accept-server-license-terms', ...places, '--install-extension', vsix], {
    env,
  });
}
