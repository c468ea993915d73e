import fc from 'fast-check';
import { isLong } from './counts.ts';

// `npm test` checks the same random examples in every run, so that it fails only for what was changed; new ones are
// drawn by `npm run test:long`.
if (!isLong()) fc.configureGlobal({ seed: 20_261_122 });
