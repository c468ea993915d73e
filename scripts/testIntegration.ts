// Runs the bundled integration tests inside a real VS Code: the newest version known to work or, with
// `node scripts/testIntegration.ts oldest`, the oldest that the manifest allows.
import { cp } from 'node:fs/promises';
import path from 'node:path';
import { COUNTS_FILE_VARIABLE } from '../test/support/countingReporter.ts';
import { REPOSITORY_FOLDER, SAMPLE_WORKSPACE_FOLDER } from '../test/support/folders.ts';
import { temporaryFolder } from '../test/support/temporaryFolder.ts';
import { startBrowser } from '../test/support/vscode/browserProfile.ts';
import { runExtensionTests } from '../test/support/vscode/extensionTests.ts';
import { NEWEST_VERSION, OLDEST_VERSION } from '../test/support/vscode/install.ts';
import { startServer } from '../test/support/vscode/server.ts';
import { NOWHERE_SETTINGS } from '../test/support/vscode/profileFolder.ts';

/** Far longer than the tests take: each of them has a timeout of its own. */
const WITHIN_MS = 2_700_000;

const folder = temporaryFolder();
await cp(SAMPLE_WORKSPACE_FOLDER, folder, { recursive: true });

const server = await startServer({
  version: process.argv[2] === 'oldest' ? OLDEST_VERSION : NEWEST_VERSION,
  runsExtensionTests: true,
  settings: NOWHERE_SETTINGS,
  // An extension host is killed at the end, and cannot remove its temporary folders itself.
  env: { ...forwarded(COUNTS_FILE_VARIABLE, 'WENXIN_WRITE_GOLDEN'), TMPDIR: temporaryFolder() },
});
try {
  const browser = await startBrowser();
  try {
    const extensionTestsPath = path.join(REPOSITORY_FOLDER, 'dist/test/integration/index.cjs');
    const tests = { folder, extensionDevelopmentPath: REPOSITORY_FOLDER, extensionTestsPath };
    process.exitCode = await runExtensionTests(server, browser, tests, WITHIN_MS);
  } finally {
    await browser.close();
  }
} finally {
  await server.close();
}

/** Returns the variables of this process that the tests in the extension host also need. */
function forwarded(...names: readonly string[]): Record<string, string> {
  return Object.fromEntries(
    names.flatMap(name => (process.env[name] === undefined ? [] : [[name, process.env[name]]])),
  );
}
