// Checks what is shipped: the size of each bundle, the modules in it, and that our own code never inserts HTML.
import { readdirSync, readFileSync, statSync, symlinkSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { execFileSync } from 'node:child_process';
import { build } from 'esbuild';
import { katexFonts } from './katexFonts.ts';
import { LAZY_FILES } from './lazyParts.ts';

const root = fileURLToPath(new URL('..', import.meta.url));
const htmlDoor = /\b(innerHTML|outerHTML|insertAdjacentHTML|dangerouslySetInnerHTML|srcdoc)\b|\bdocument\.write/;
const packages = {
  undici: /(^|\/)node_modules\/undici\//,
  ioredis: /(^|\/)node_modules\/@?ioredis\//,
  'csv-parse': /(^|\/)node_modules\/csv-parse\//,
  shiki: /(^|\/)node_modules\/@shikijs\//,
  katex: /(^|\/)node_modules\/katex\//,
  'chart.js': /(^|\/)node_modules\/(chart\.js|@kurkle)\//,
  dotenv: /(^|\/)node_modules\/dotenv/,
  native: /\.node$/,
};

interface Shipped {
  readonly file: string;
  readonly entry: string;
  readonly maxBytes: number;
  readonly platform: 'node' | 'browser';
  /** Contains only the core and its own code, nothing of the extension. */
  readonly alone?: true;
  /** The one restricted package that this bundle may contain. */
  readonly may?: keyof typeof packages;
}

/** All scripts that may be shipped. A script that is missing here fails the check. */
const shipped: readonly Shipped[] = [
  { file: 'extension.cjs', entry: 'src/extension.ts', maxBytes: 400_000, platform: 'node' },
  { file: 'tools.cjs', entry: 'src/extension/tools.ts', maxBytes: 250_000, platform: 'node' },
  { file: 'batchInput.cjs', entry: 'src/extension/batchInput.ts', maxBytes: 250_000, platform: 'node' },
  { file: 'batchTools.cjs', entry: 'src/extension/batchTools.ts', maxBytes: 250_000, platform: 'node' },
  { file: 'chatTools.cjs', entry: 'src/extension/chatTools.ts', maxBytes: 250_000, platform: 'node' },
  { file: 'editorTools.cjs', entry: 'src/extension/editorTools.ts', maxBytes: 250_000, platform: 'node' },
  { file: 'modelProvider.cjs', entry: 'src/extension/modelProvider.ts', maxBytes: 250_000, platform: 'node' },
  { file: 'askWenxin.cjs', entry: 'src/cli/main.ts', maxBytes: 350_000, platform: 'node', alone: true },
  { file: 'endpointFetch.cjs', entry: 'src/lazy/endpointFetch.ts', maxBytes: 400_000, platform: 'node', may: 'undici' },
  { file: 'highlighter.cjs', entry: 'src/lazy/highlighter.ts', maxBytes: 3_000_000, platform: 'node', may: 'shiki' },
  { file: 'redisClient.cjs', entry: 'src/lazy/redisClient.ts', maxBytes: 150_000, platform: 'node', may: 'ioredis' },
  { file: 'historyReader.cjs', entry: 'src/lazy/historyReader.ts', maxBytes: 60_000, platform: 'node' },
  { file: 'usageReader.cjs', entry: 'src/lazy/usageReader.ts', maxBytes: 50_000, platform: 'node' },
  { file: 'ignoreRules.cjs', entry: 'src/lazy/ignoreRules.ts', maxBytes: 15_000, platform: 'node' },
  { file: 'csvRows.cjs', entry: 'src/lazy/csvRows.ts', maxBytes: 40_000, platform: 'node', may: 'csv-parse' },
  {
    file: 'webview/chat.js',
    entry: 'src/webview/chat/main.tsx',
    maxBytes: 300_000,
    platform: 'browser',
    // It imports KaTeX as a separate chunk.
    may: 'katex',
  },
  // Shared by `webview/chat.js` and `webview/katex.js`: a few lines of bundler code.
  { file: 'webview/chunk.js', entry: 'src/webview/chat/main.tsx', maxBytes: 1000, platform: 'browser', may: 'katex' },
  { file: 'webview/katex.js', entry: 'katex', maxBytes: 300_000, platform: 'browser', may: 'katex' },
  {
    file: 'webview/usage.js',
    entry: 'src/webview/usage/main.tsx',
    maxBytes: 300_000,
    platform: 'browser',
    may: 'chart.js',
  },
];

const folder = await mkdtemp(join(tmpdir(), 'ask-wenxin-bundles-'));
try {
  const problems = [...checkFiles(), ...(await Promise.all(shipped.map(checkModules))).flat()];
  if (problems.length > 0) console.error(problems.join('\n'));
  process.exitCode = problems.length > 0 ? 1 : 0;
} finally {
  await rm(folder, { recursive: true });
}

/** Runs a release build in a temporary folder and checks the size of its files. */
function checkFiles(): string[] {
  symlinkSync(join(root, 'src'), join(folder, 'src'));
  execFileSync(process.execPath, [join(root, 'esbuild.mjs'), '--production'], { cwd: folder, stdio: 'pipe' });
  const files = readdirSync(join(folder, 'dist'), { recursive: true, encoding: 'utf8' });
  const scripts = files.map(file => file.replaceAll('\\', '/')).filter(file => /\.[cm]?js$/.test(file));
  return scripts.flatMap(file => {
    const bytes = statSync(join(folder, 'dist', file)).size;
    const known = shipped.find(each => each.file === file);
    if (known === undefined) return [`dist/${file} is not known to scripts/checkBundles.ts`];
    console.log(`dist/${file}: ${Math.round(bytes / 1000)} of ${known.maxBytes / 1000} kB`);
    return bytes > known.maxBytes ? [`dist/${file} has ${bytes} bytes, more than ${known.maxBytes}`] : [];
  });
}

/** Checks every module that goes into a bundle. */
async function checkModules({ file, entry, platform, may, alone }: Shipped): Promise<string[]> {
  const { metafile } = await build({
    absWorkingDir: root,
    entryPoints: [entry],
    bundle: true,
    platform,
    format: 'esm',
    jsx: 'automatic',
    jsxImportSource: 'preact',
    loader: { '.svg': 'text', '.woff2': 'empty' },
    plugins: [katexFonts],
    external: ['vscode', ...LAZY_FILES],
    write: false,
    outdir: folder,
    metafile: true,
    logLevel: 'silent',
  });
  const modules = Object.keys(metafile.inputs);
  const others = Object.entries(packages).filter(([name]) => name !== may);
  const banned = others.flatMap(([name, path]) =>
    modules.filter(each => path.test(each)).map(each => `dist/${file} holds ${each} (${name})`),
  );
  const doors = modules
    .filter(each => !each.includes('node_modules/') && htmlDoor.test(readFileSync(join(root, each), 'utf8')))
    .map(each => `${relative(root, join(root, each))} writes HTML`);
  const isStranger = (path: string): boolean => /^src\/(?!core\/|cli\/)/.test(path);
  const imported = Object.values(metafile.inputs).flatMap(({ imports }) => imports.map(({ path }) => path));
  const strangers =
    alone === true ? [...modules.filter(isStranger), ...imported.filter(path => path === 'vscode')] : [];
  return [...banned, ...doors, ...strangers.map(each => `dist/${file} holds ${each}`)];
}
