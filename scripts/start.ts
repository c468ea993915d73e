// npm start: runs the packaged extension in a real VS Code with an answering service. See `npm start -- --help`.
import { existsSync } from 'node:fs';
import { cp } from 'node:fs/promises';
import path from 'node:path';
import { runProgram, type OwnedProcess } from '../test/support/childProcess.ts';
import { REPOSITORY_FOLDER, SAMPLE_WORKSPACE_FOLDER, VSCODE_TEST_FOLDER } from '../test/support/folders.ts';
import { packagedExtension } from '../test/support/packagedExtension.ts';
import { startCodeServer } from '../test/support/vscode/codeServer.ts';
import { startAnsweringSide } from './answeringSide.ts';
import { startDesktop } from './startDesktop.ts';
import { readStartOptions, START_HELP } from './startOptions.ts';

const options = readStartOptions(process.argv.slice(2));
if (options.help) {
  console.log(START_HELP);
} else {
  try {
    await start();
  } catch (error) {
    console.error(error instanceof Error ? error.message : error);
    process.exitCode = 1;
  }
}

async function start(): Promise<void> {
  if (!options.skipBuild) {
    console.log('Building and packaging the extension ...');
    await runProgram(process.execPath, ['scripts/package.ts'], { cwd: REPOSITORY_FOLDER });
  }
  const service = await startAnsweringSide();
  const data = path.resolve(options.data ?? path.join(VSCODE_TEST_FOLDER, 'start'));
  const folder = path.join(data, service.name);
  const workspace = path.join(data, 'sample-workspace');
  if (!existsSync(workspace)) await cp(SAMPLE_WORKSPACE_FOLDER, workspace, { recursive: true });
  const { settings, env } = service;
  const window = { folder, workspace, vsix: packagedExtension(), settings, env };
  try {
    let editor: OwnedProcess;
    if (options.desktop) {
      editor = await startDesktop(window);
      console.log('VS Code opens its window now. Closing it ends this.');
    } else {
      const { url, process: server } = await startCodeServer(window);
      editor = server;
      console.log(`\nOpen ${url}\n`);
    }
    console.log(service.description);
    console.log('Select some code and press Shift+Alt+W, or open the Wenxin view. Ctrl+C ends this.');
    // Ctrl+C is the regular way to end it.
    process.exitCode = 0;
    await editor.exited;
  } finally {
    await service.close();
  }
}
