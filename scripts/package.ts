// Builds the package ask-wenxin-VERSION.vsix in the root folder. Fails if it contains an unexpected file.
import { cp, mkdtemp, readdir, rm, stat, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { createVSIX, listFiles, PackageManager } from '@vscode/vsce';
import manifest from '../package.json' with { type: 'json' };
import { runProgram } from '../test/support/childProcess.ts';
import { REPOSITORY_FOLDER } from '../test/support/folders.ts';
import { LAZY_PARTS } from './lazyParts.ts';
import { packagedReadme } from './packagedReadme.ts';

const MAX_BYTES = 2_000_000;

/** All files that may be shipped. A second check after `.vscodeignore`. */
const ALLOWED = [
  /^(package|package\.nls|package\.nls\.zh-cn)\.json$/,
  /^(README|CHANGELOG)\.md$/,
  /^LICENSE$/,
  /^l10n\/bundle\.l10n\.[\w-]+\.json$/,
  new RegExp(`^dist/(extension|askWenxin|${LAZY_PARTS.join('|')})\\.cjs$`),
  /^dist\/third-party-notices\.txt$/,
  /^dist\/webview\/[\w-]+\.(js|css)$/,
  /^dist\/webview\/fonts\/KaTeX_[\w-]+\.woff2$/,
  /^media\/[\w-]+\.(png|svg)$/,
  /^media\/walkthrough\/[\w-]+\.svg$/,
];

await runProgram(process.execPath, ['esbuild.mjs', '--production'], { cwd: REPOSITORY_FOLDER });
const files = await listFiles({ cwd: REPOSITORY_FOLDER, packageManager: PackageManager.None });
const unexpected = files.filter(file => !ALLOWED.some(pattern => pattern.test(file)));
if (unexpected.length > 0) throw new Error(`Not meant to be shipped (scripts/package.ts): ${unexpected.join(', ')}`);

for (const name of await readdir(REPOSITORY_FOLDER)) {
  if (/^ask-wenxin-.*\.vsix$/.test(name)) await rm(path.join(REPOSITORY_FOLDER, name));
}
const vsix = path.join(REPOSITORY_FOLDER, `${manifest.name}-${manifest.version}.vsix`);
// Packed from a copy that contains the README for VS Code.
const warnings: string[] = [];
const { warn } = console;
console.warn = (...words: unknown[]) => {
  warnings.push(words.join(' '));
  warn(...words);
};
const stage = await mkdtemp(path.join(os.tmpdir(), 'wenxin-package-'));
try {
  for (const file of [...files, '.vscodeignore']) await cp(path.join(REPOSITORY_FOLDER, file), path.join(stage, file));
  await writeFile(path.join(stage, 'README.md'), packagedReadme(REPOSITORY_FOLDER));
  await createVSIX({
    cwd: stage,
    packagePath: vsix,
    dependencies: false,
    allowMissingRepository: true,
  });
} finally {
  console.warn = warn;
  await rm(stage, { recursive: true, force: true });
}

if (warnings.length > 0) throw new Error(`The packer warns of ${warnings.length} things.`);
const { size } = await stat(vsix);
if (size > MAX_BYTES) throw new Error(`The package has ${size} bytes, more than ${MAX_BYTES}.`);
