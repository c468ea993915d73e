// Bundles the extension, its lazy parts, the command line, its pages and, with --tests, the tests that run inside VS
// Code. `--watch` rebuilds on every change.
import { rm, writeFile } from 'node:fs/promises';
import { context, build } from 'esbuild';
import { askWenxinBundle } from './scripts/askWenxinBundle.ts';
import { endpointFetchBundle } from './scripts/endpointFetchBundle.ts';
import { historyReaderBundle } from './scripts/historyReaderBundle.ts';
import { highlighterBundle } from './scripts/highlighterBundle.ts';
import { katexFonts } from './scripts/katexFonts.ts';
import { LAZY_FILES } from './scripts/lazyParts.ts';
import { redisClientBundle } from './scripts/redisClientBundle.ts';
import { usageReaderBundle } from './scripts/usageReaderBundle.ts';
import { thirdPartyNotices } from './scripts/thirdPartyNotices.mjs';

const flags = new Set(process.argv.slice(2));
const production = flags.has('--production');

const shared = {
  bundle: true,
  minify: production,
  sourcemap: production ? false : 'linked',
  legalComments: 'none',
  logLevel: 'info',
  metafile: true,
};

const host = {
  ...shared,
  platform: 'node',
  format: 'cjs',
  target: 'node22',
  external: ['vscode', ...LAZY_FILES],
};

const page = {
  ...shared,
  outdir: 'dist/webview',
  platform: 'browser',
  format: 'esm',
  target: 'chrome136',
  jsx: 'automatic',
  jsxImportSource: 'preact',
  loader: { '.svg': 'text', '.woff2': 'file' },
  assetNames: 'fonts/[name]',
  plugins: [katexFonts],
};

const bundles = [
  { ...host, entryPoints: ['src/extension.ts'], outfile: 'dist/extension.cjs' },
  { ...host, entryPoints: ['src/extension/tools.ts'], outfile: 'dist/tools.cjs' },
  { ...host, entryPoints: ['src/extension/batchInput.ts'], outfile: 'dist/batchInput.cjs' },
  { ...host, entryPoints: ['src/extension/batchTools.ts'], outfile: 'dist/batchTools.cjs' },
  { ...host, entryPoints: ['src/extension/chatTools.ts'], outfile: 'dist/chatTools.cjs' },
  { ...host, entryPoints: ['src/extension/editorTools.ts'], outfile: 'dist/editorTools.cjs' },
  { ...host, entryPoints: ['src/extension/modelProvider.ts'], outfile: 'dist/modelProvider.cjs' },
  { ...shared, ...askWenxinBundle, outfile: 'dist/askWenxin.cjs' },
  { ...shared, ...endpointFetchBundle, outfile: 'dist/endpointFetch.cjs' },
  { ...shared, ...highlighterBundle, outfile: 'dist/highlighter.cjs' },
  { ...shared, ...redisClientBundle, outfile: 'dist/redisClient.cjs' },
  { ...shared, ...historyReaderBundle, outfile: 'dist/historyReader.cjs' },
  { ...shared, ...usageReaderBundle, outfile: 'dist/usageReader.cjs' },
  { ...host, entryPoints: ['src/lazy/csvRows.ts'], outfile: 'dist/csvRows.cjs' },
  { ...host, entryPoints: ['src/lazy/ignoreRules.ts'], outfile: 'dist/ignoreRules.cjs' },
  // Modules that the chat page imports dynamically become separate files.
  { ...page, entryPoints: { chat: 'src/webview/chat/main.tsx' }, splitting: true, chunkNames: '[name]' },
  { ...page, entryPoints: { usage: 'src/webview/usage/main.tsx' } },
];
if (flags.has('--tests')) {
  bundles.push({
    ...host,
    minify: false,
    entryPoints: ['test/integration/index.ts'],
    outfile: 'dist/test/integration/index.cjs',
    external: ['vscode', 'mocha', './ignoreRules.cjs'],
  });
  // The tests, like the extension, load it from their own folder.
  bundles.push({ ...host, entryPoints: ['src/lazy/ignoreRules.ts'], outfile: 'dist/test/integration/ignoreRules.cjs' });
}

await rm('dist', { recursive: true, force: true });
if (flags.has('--watch')) {
  // These two lines tell VS Code's problem matcher when a build begins and ends.
  const announce = {
    name: 'announce',
    setup(hooks) {
      hooks.onStart(() => console.log('[watch] build started'));
      hooks.onEnd(() => console.log('[watch] build finished'));
    },
  };
  for (const options of bundles)
    await (await context({ ...options, plugins: [...(options.plugins ?? []), announce] })).watch();
} else {
  const results = await Promise.all(bundles.map(options => build(options)));
  const modules = results.flatMap(result => Object.keys(result.metafile.inputs));
  await writeFile('dist/third-party-notices.txt', await thirdPartyNotices(modules));
}
