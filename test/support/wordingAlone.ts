/**
 * Importing this file lets Node load host files that use nothing of VS Code but its language: their import of `vscode`
 * resolves to `vscodeStandIn.ts`. They must be imported after this file, with `await import`.
 */
import { registerHooks } from 'node:module';

registerHooks({
  resolve: (specifier, context, next) =>
    specifier === 'vscode'
      ? { url: new URL('./vscodeStandIn.ts', import.meta.url).href, shortCircuit: true }
      : next(specifier, context),
});
