// A separate process, so that the service's work is not counted as a client's. Takes its knobs as JSON, and prints its
// URL.
import type { Knobs } from './knobs.ts';
import { REFERENCE } from './knobs.ts';
import { startStandIn } from './standIn.ts';

const service = await startStandIn({ ...REFERENCE, ...(JSON.parse(process.argv[2] ?? '{}') as Partial<Knobs>) });
console.log(service.url);
process.once('SIGTERM', () => {
  service.close();
  process.exit();
});
