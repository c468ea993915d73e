/** Parts of the extension that are bundled apart and loaded when they are first needed; `dist/NAME.cjs`. */
export const LAZY_PARTS = [
  'batchInput',
  'batchTools',
  'chatTools',
  'csvRows',
  'editorTools',
  'endpointFetch',
  'historyReader',
  'highlighter',
  'ignoreRules',
  'modelProvider',
  'redisClient',
  'tools',
  'usageReader',
] as const;

/** How bundles name them: they stand beside each other. */
export const LAZY_FILES: readonly string[] = LAZY_PARTS.map(name => `./${name}.cjs`);
