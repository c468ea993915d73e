import { readFile } from 'node:fs/promises';
import type { Plugin } from 'esbuild';

/** Keeps one of KaTeX's three font formats: every supported VS Code can read it. */
export const katexFonts: Plugin = {
  name: 'katexFonts',
  setup(build) {
    build.onLoad({ filter: /[\\/]katex[\\/]dist[\\/]katex\.css$/ }, async ({ path }) => {
      const css = await readFile(path, 'utf8');
      return { contents: css.replace(/,\s*url\([^)]*\) format\("(?:woff|truetype)"\)/g, ''), loader: 'css' };
    });
  },
};
