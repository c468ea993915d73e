import { isBuiltin } from 'node:module';
import { importsOf, packageOf, resolveImport } from './imports.ts';
import type { SourceFile } from './sourceFiles.ts';

type LayerName = 'extension' | 'host' | 'lazy' | 'cli' | 'core' | 'protocol' | 'webview';

/** What a layer may import, besides itself. */
interface Layer {
  readonly layers: readonly LayerName[];
  readonly node?: true;
  readonly vscode?: true;
  readonly libraries?: readonly string[];
}

/** The allowed imports between layers. A new library is a decision, which is made here. */
const LAYERS: Readonly<Record<LayerName, Layer>> = {
  extension: { layers: ['host', 'lazy', 'cli', 'core', 'protocol'], node: true, vscode: true },
  host: { layers: ['lazy', 'core', 'protocol'], node: true, vscode: true, libraries: ['valibot'] },
  // Separate bundles: each is a library with a thin adapter, or a worker (below). Other layers may import only their
  // types, which scripts/checkBundles.ts ensures by checking the modules in each bundle.
  lazy: {
    layers: [],
    node: true,
    libraries: [
      '@shikijs/engine-javascript',
      '@shikijs/langs',
      '@shikijs/primitive',
      'csv-parse',
      'ignore',
      'ioredis',
      'undici',
    ],
  },
  cli: { layers: ['lazy', 'core'], node: true },
  core: { layers: [], node: true, libraries: ['diff', 'eventsource-parser', 'lru-cache', 'valibot'] },
  protocol: { layers: [] },
  webview: {
    layers: ['protocol'],
    libraries: [
      'preact',
      'markdown-it',
      'markdown-it-cjk-friendly',
      'katex',
      '@vscode/l10n',
      '@vscode/codicons',
      'chart.js',
    ],
  },
};

/**
 * Lazy parts that run as a worker thread may contain a copy of the core. In a part that is loaded beside the
 * extension's bundle, `instanceof` would fail for the copy's classes; a worker exchanges only plain messages.
 */
const WORKERS: readonly string[] = [
  'src/lazy/highlighter.ts',
  'src/lazy/historyReader.ts',
  'src/lazy/kindsTheme.ts',
  'src/lazy/usageReader.ts',
];

/** Returns one sentence for each forbidden import of the file. */
export function wrongImports(file: SourceFile): string[] {
  const imports = importsOf(file).map(specifier => ({ specifier, target: resolveImport(file, specifier) }));
  return imports.flatMap(({ specifier, target }) => {
    const why = target === undefined ? whyNotPackage(file, specifier) : whyNotFile(file, target);
    return why === undefined ? [] : [`${file.path} imports ${specifier}: ${why}`];
  });
}

function layerOf(path: string): LayerName | undefined {
  const [, name] = /^src\/(\w+)(?:\/|\.ts$)/.exec(path) ?? [];
  return name !== undefined && Object.hasOwn(LAYERS, name) ? (name as LayerName) : undefined;
}

function whyNotPackage(file: SourceFile, specifier: string): string | undefined {
  if (!file.path.startsWith('src/')) return undefined;
  const name = layerOf(file.path);
  if (name === undefined) return 'the file is in no layer';
  const layer = LAYERS[name];
  if (specifier === 'vscode') return layer.vscode ? undefined : `${name} does not know VS Code, not even its types`;
  if (isBuiltin(specifier)) {
    if (!layer.node) return `${name} does not know Node`;
    return specifier.startsWith('node:') ? undefined : `write node:${specifier}`;
  }
  return layer.libraries?.includes(packageOf(specifier)) ? undefined : `no library of ${name}`;
}

function whyNotFile(file: SourceFile, target: string): string | undefined {
  if (/^test\/(support\/(simulator|vault)|bench\/service)\//.test(file.path)) {
    return target.startsWith('src/') ? 'a stand-in judges the client, and so knows nothing of it' : undefined;
  }
  if (!file.path.startsWith('src/')) return undefined;
  const from = layerOf(file.path);
  const to = layerOf(target);
  if (from === undefined) return 'the file is in no layer';
  if (to === undefined) return 'the product imports nothing from outside its layers';
  if (to === 'core' && WORKERS.includes(file.path)) return undefined;
  if (from !== to) return LAYERS[from].layers.includes(to) ? undefined : `no arrow leads from ${from} to ${to}`;
  return from === 'core' ? whyNotInCore(file.path, target) : undefined;
}

/** The foundations of the core: all of it may import these folders, which import only each other. */
const FOUNDATIONS = ['database', 'tools'];

/**
 * A core folder may import the core's top files, the foundations and itself; top files import no other folder; only
 * `client.ts` imports all.
 */
function whyNotInCore(path: string, target: string): string | undefined {
  if (path === 'src/core/client.ts') return undefined;
  if (target === 'src/core/client.ts') return 'client.ts knows the core, the core does not know client.ts';
  const from = coreFolderOf(path);
  const to = coreFolderOf(target);
  if (to === '' || to === from || FOUNDATIONS.includes(to)) return undefined;
  return from === '' ? 'files at the top of core know no folder' : `${from} and ${to} do not know each other`;
}

function coreFolderOf(path: string): string {
  return /^src\/core\/([^/]+)\//.exec(path)?.[1] ?? '';
}
