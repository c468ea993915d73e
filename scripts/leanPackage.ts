import type { Plugin } from 'esbuild';

/**
 * Bundles a package with some of its files replaced.
 *
 * @param replaced contents by the path of the replaced file in the package.
 */
export function leanPackage(name: string, replaced: Readonly<Record<string, string>>): Plugin {
  const inPackage = new RegExp(`[\\\\/]node_modules[\\\\/]${name}[\\\\/](.*)$`);
  return {
    name: `lean-${name}`,
    setup(hooks) {
      hooks.onLoad({ filter: new RegExp(`[\\\\/]node_modules[\\\\/]${name}[\\\\/]`) }, ({ path }) => {
        const [, file = ''] = inPackage.exec(path) ?? [];
        const contents = replaced[file.replaceAll('\\', '/')];
        return contents === undefined ? undefined : { contents };
      });
    },
  };
}
