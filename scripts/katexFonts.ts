import { readFile } from 'node:fs/promises';
import type { Plugin } from 'esbuild';

/** Takes the fonts of formulas in one format out of the three that KaTeX names: every VS Code reads it. */
export const katexFonts: Plugin = {
  name: 'katexFonts',
  setup(build) {
    build.onLoad({ filter: /[\\/]katex[\\/]dist[\\/]katex\.css$/ }, async ({ path }) => {
      const css = await readFile(path, 'utf8');
      return { contents: css.replace(/,\s*url\([^)]*\) format\("(?:woff|truetype)"\)/g, ''), loader: 'css' };
    });
  },
};
