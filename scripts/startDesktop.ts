import path from 'node:path';
import { runProgram, startProcess, type OwnedProcess } from '../test/support/childProcess.ts';
import { cleanEnvironment } from '../test/support/vscode/cleanEnvironment.ts';
import type { CodeServerOptions } from '../test/support/vscode/codeServer.ts';
import { QUIET_SETTINGS, writeSettings } from '../test/support/vscode/profileFolder.ts';

/** Opens the installed desktop VS Code with a separate profile. The process ends when its window is closed. */
export async function startDesktop(options: CodeServerOptions): Promise<OwnedProcess> {
  const data = path.join(options.folder, 'desktop');
  const places = ['--user-data-dir', data, '--extensions-dir', path.join(options.folder, 'desktop-extensions')];
  const env = { ...cleanEnvironment(), ...options.env };
  await writeSettings(data, { ...QUIET_SETTINGS, ...options.settings });
  try {
    await runProgram('code', [...places, '--install-extension', options.vsix, '--force'], { env });
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
    throw new Error(
      'There is no "code" command on this machine. Install VS Code, and on macOS run "Shell Command: Install \'code\' ' +
        'command in PATH" in it; or leave out --desktop to use VS Code in the browser.',
      { cause: error },
    );
  }
  const opening = ['--new-window', '--wait', '--disable-workspace-trust', '--disable-telemetry', options.workspace];
  return startProcess('code', [...places, ...opening], { env });
}
