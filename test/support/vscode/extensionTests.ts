import { format } from 'node:util';
import type { Browser } from 'playwright-core';
import { newProfile } from './browserProfile.ts';
import type { VSCodeServer, WindowPayload } from './server.ts';
import { TEST_LINE } from './testLine.ts';

/** The test module, the extension, and the folder to open. */
export interface ExtensionTests extends Required<WindowPayload> {
  readonly folder: string;
}

/**
 * Opens a window that runs an extension from its folder and a test module in its extension host, as VS Code does for
 * `extensionTestsPath`. Prints the lines marked with `TEST_LINE`, and after a failure all others too. Resolves with the
 * exit code: 0 if the module's `run()` resolved.
 */
export async function runExtensionTests(
  server: VSCodeServer,
  browser: Browser,
  tests: ExtensionTests,
  withinMs: number,
): Promise<number> {
  const profile = await newProfile(browser);
  const page = await profile.newPage();
  const chatter: string[] = [];
  try {
    await page.exposeFunction('codeAutomationLog', (kind: string, values: readonly unknown[]) => {
      const line = format(...values);
      if (line.startsWith(TEST_LINE)) console.log(line.slice(TEST_LINE.length));
      else chatter.push(`${kind}: ${line}`);
    });
    const exit = new Promise<number>((resolve, reject) => {
      setTimeout(() => {
        reject(new Error(`The tests in VS Code did not end within ${withinMs / 1000} s.\n${server.output()}`));
      }, withinMs).unref();
      page.exposeFunction('codeAutomationExit', resolve).catch(reject);
    });
    await page.goto(server.url(tests.folder, tests), { waitUntil: 'commit' });
    const code = await exit;
    if (code !== 0) console.log(`VS Code's own log:\n${chatter.join('\n')}`);
    return code;
  } finally {
    await profile.close();
  }
}
