import type { BuildOptions } from 'esbuild';
import { leanPackage } from './leanPackage.ts';

const leanUndici = leanPackage('undici', {
  // Only what is used. Of the rest, cookies ask Node for its own undici, which sets the global dispatcher.
  'index.js': `
    Object.assign(require('./lib/dispatcher/dispatcher').prototype, require('./lib/api'));
    exports.Agent = require('./lib/dispatcher/agent');
    exports.Pool = require('./lib/dispatcher/pool');
    exports.ProxyAgent = require('./lib/dispatcher/proxy-agent');
    exports.fetch = require('./lib/web/fetch').fetch;`,
  // When it is loaded it makes itself the way to the network of the whole process, where every other extension is too.
  // Whoever gives a dispatcher with each request gets by without.
  'lib/global.js': 'module.exports = { getGlobalDispatcher() {}, setGlobalDispatcher() {}, installedExports: [] };',
});

/** How the lazy part with undici is bundled: its fetch and its agents, without a global dispatcher. */
export const endpointFetchBundle: BuildOptions = {
  entryPoints: ['src/lazy/endpointFetch.ts'],
  bundle: true,
  platform: 'node',
  format: 'cjs',
  target: 'node22',
  plugins: [leanUndici],
};
