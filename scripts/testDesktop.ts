// npm run test:desktop: runs the integration tests in desktop VS Code, which is downloaded from Microsoft.
import { cp } from 'node:fs/promises';
import path from 'node:path';
import { downloadAndUnzipVSCode, runTests } from '@vscode/test-electron';
import { runProgram } from '../test/support/childProcess.ts';
import { REPOSITORY_FOLDER, SAMPLE_WORKSPACE_FOLDER, VSCODE_TEST_FOLDER } from '../test/support/folders.ts';
import { temporaryFolder } from '../test/support/temporaryFolder.ts';
import { cleanEnvironment } from '../test/support/vscode/cleanEnvironment.ts';
import { NOWHERE_SETTINGS, QUIET_SETTINGS, writeSettings } from '../test/support/vscode/profileFolder.ts';

const { env, platform } = process;
if (platform === 'linux' && env['DISPLAY'] === undefined && env['WAYLAND_DISPLAY'] === undefined) {
  console.error('Desktop VS Code needs a display. Where there is none: xvfb-run -a npm run test:desktop');
  process.exitCode = 1;
} else {
  const executable = await download();
  process.exitCode = executable === undefined ? 1 : await test(executable);
}

async function download(): Promise<string | undefined> {
  try {
    return await downloadAndUnzipVSCode({ cachePath: VSCODE_TEST_FOLDER });
  } catch (error) {
    console.error(
      `Desktop VS Code could not be downloaded: ${error instanceof Error ? error.message : String(error)}\n` +
        'The same tests run in VS Code as a server, which needs the npm registry only: npm run test:integration',
    );
    return undefined;
  }
}

async function test(executable: string): Promise<number> {
  await runProgram(process.execPath, ['esbuild.mjs', '--tests'], { cwd: REPOSITORY_FOLDER });
  const workspace = temporaryFolder();
  await cp(SAMPLE_WORKSPACE_FOLDER, workspace, { recursive: true });
  const data = temporaryFolder();
  await writeSettings(data, { ...QUIET_SETTINGS, ...NOWHERE_SETTINGS });
  return runTests({
    vscodeExecutablePath: executable,
    extensionDevelopmentPath: REPOSITORY_FOLDER,
    extensionTestsPath: path.join(REPOSITORY_FOLDER, 'dist/test/integration/index.cjs'),
    extensionTestsEnv: cleanEnvironment(),
    launchArgs: [workspace, '--user-data-dir', data, '--disable-extensions', '--disable-workspace-trust'],
  });
}
