/**
 * Importing this file lets Node load host files that need nothing of VS Code but its language: in the place of `vscode`
 * they get `vscodeStandIn.ts`. They have to be imported later than this file, by `await import`.
 */
import { registerHooks } from 'node:module';

registerHooks({
  resolve: (specifier, context, next) =>
    specifier === 'vscode'
      ? { url: new URL('./vscodeStandIn.ts', import.meta.url).href, shortCircuit: true }
      : next(specifier, context),
});
