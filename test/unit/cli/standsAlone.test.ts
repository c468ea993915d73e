import assert from 'node:assert/strict';
import { execFileSync, spawnSync } from 'node:child_process';
import { copyFileSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { build } from 'esbuild';
import { askWenxinBundle } from '../../../scripts/askWenxinBundle.ts';
import manifest from '../../../package.json' with { type: 'json' };
import { builtAskWenxin } from '../../support/builtAskWenxin.ts';
import { REPOSITORY_FOLDER } from '../../support/folders.ts';
import { temporaryFolder } from '../../support/temporaryFolder.ts';

describe('The CLI bundle', function () {
  this.timeout(180_000);

  it('contains only code of the core and the CLI, and nothing of VS Code or the extension', async () => {
    const { metafile } = await build({
      ...askWenxinBundle,
      absWorkingDir: REPOSITORY_FOLDER,
      write: false,
      metafile: true,
      logLevel: 'silent',
    });
    const modules = Object.keys(metafile.inputs);
    assert.ok(modules.includes('src/core/client.ts') && modules.includes('src/cli/main.ts'));
    const others = modules.filter(path => !/^src\/(core|cli)\//.test(path)).map(path => path.split('node_modules/')[1]);
    const packages = new Set(others.map(path => path?.split('/')[0]));
    assert.deepEqual([...packages].sort(), ['eventsource-parser', 'valibot']);
    const imports = Object.values(metafile.outputs).flatMap(output => output.imports.map(({ path }) => path));
    const foreign = imports.filter(path => !path.startsWith('node:') && path !== './endpointFetch.cjs');
    assert.deepEqual(foreign, []);
  });

  it('runs from a folder without other files', async () => {
    const file = join(temporaryFolder(), 'copied.cjs');
    copyFileSync(await builtAskWenxin(), file);
    const version = execFileSync(process.execPath, [file, '--version'], { encoding: 'utf8' });
    assert.equal(version, `${manifest.version}\n`);
    assert.match(readFileSync(file, 'utf8'), /^#!\/usr\/bin\/env node\n/);
  });

  it('names its requirement in one sentence on a Node without node:sqlite', async () => {
    const words = ['--no-experimental-sqlite', await builtAskWenxin(), 'batch', 'run', 'a', '--output', 'b'];
    const { status, stdout, stderr } = spawnSync(process.execPath, words, {
      encoding: 'utf8',
      env: { ...process.env, LC_ALL: 'C' },
    });
    assert.equal(status, 2);
    assert.equal(stdout, '');
    assert.match(stderr, /^ask-wenxin requires Node\.js 22\.16 or later with node:sqlite; this is [\d.]+\.\n$/);
  });

  it('is the bin entry of the package', () => {
    assert.deepEqual(manifest.bin, { 'ask-wenxin': './dist/askWenxin.cjs' });
  });
});
