/** Parts of the extension with their own bundle, `dist/NAME.cjs`, loaded when first needed. */
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

/** Import paths between bundles, which are all in one folder. */
export const LAZY_FILES: readonly string[] = LAZY_PARTS.map(name => `./${name}.cjs`);
