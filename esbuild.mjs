// Bundles the extension, its lazy parts, its page and, with --tests, the tests that run inside VS Code. `--watch` keeps going.
import { rm, writeFile } from 'node:fs/promises';
import { context, build } from 'esbuild';
import { endpointFetchBundle } from './scripts/endpointFetchBundle.ts';
import { redisClientBundle } from './scripts/redisClientBundle.ts';
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
  external: ['vscode', './endpointFetch.cjs', './redisClient.cjs'],
};

const bundles = [
  { ...host, entryPoints: ['src/extension.ts'], outfile: 'dist/extension.cjs' },
  { ...shared, ...endpointFetchBundle, outfile: 'dist/endpointFetch.cjs' },
  { ...shared, ...redisClientBundle, outfile: 'dist/redisClient.cjs' },
  {
    ...shared,
    entryPoints: { chat: 'src/webview/chat/main.tsx' },
    outdir: 'dist/webview',
    platform: 'browser',
    format: 'esm',
    target: 'chrome136',
    jsx: 'automatic',
    jsxImportSource: 'preact',
    loader: { '.svg': 'text' },
  },
];
if (flags.has('--tests')) {
  bundles.push({
    ...host,
    minify: false,
    entryPoints: ['test/integration/index.ts'],
    outfile: 'dist/test/integration/index.cjs',
    external: ['vscode', 'mocha'],
  });
}

await rm('dist', { recursive: true, force: true });
if (flags.has('--watch')) {
  // The two lines tell VS Code's problem matcher when a build begins and ends.
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
