import type { BuildOptions } from 'esbuild';
import { leanPackage } from './leanPackage.ts';

const leanUndici = leanPackage('undici', {
  // Only what is used: cookies, for example, load Node's own undici, which sets the global dispatcher.
  'index.js': `
    Object.assign(require('./lib/dispatcher/dispatcher').prototype, require('./lib/api'));
    exports.Agent = require('./lib/dispatcher/agent');
    exports.Pool = require('./lib/dispatcher/pool');
    exports.ProxyAgent = require('./lib/dispatcher/proxy-agent');
    exports.fetch = require('./lib/web/fetch').fetch;`,
  // The original installs itself as the dispatcher of the whole process, which all extensions share. It is not needed,
  // because every request is given a dispatcher.
  'lib/global.js': 'module.exports = { getGlobalDispatcher() {}, setGlobalDispatcher() {}, installedExports: [] };',
});

/** Build options of the lazy part with undici: its fetch and its agents, without a global dispatcher. */
export const endpointFetchBundle: BuildOptions = {
  entryPoints: ['src/lazy/endpointFetch.ts'],
  bundle: true,
  platform: 'node',
  format: 'cjs',
  target: 'node22',
  plugins: [leanUndici],
};
