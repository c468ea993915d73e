import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const made: string[] = [];

/** Creates an empty folder that is removed when this process ends. */
export function temporaryFolder(): string {
  if (made.length === 0)
    process.once('exit', () => made.forEach(folder => rmSync(folder, { recursive: true, force: true })));
  const folder = mkdtempSync(join(tmpdir(), 'ask-wenxin-'));
  made.push(folder);
  return folder;
}
