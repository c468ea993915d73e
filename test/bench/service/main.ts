// A process of its own: its work is not its clients'. Takes its knobs as one JSON text, and prints its address.
import type { Knobs } from './knobs.ts';
import { REFERENCE } from './knobs.ts';
import { startStandIn } from './standIn.ts';

const service = await startStandIn({ ...REFERENCE, ...(JSON.parse(process.argv[2] ?? '{}') as Partial<Knobs>) });
console.log(service.url);
process.once('SIGTERM', () => {
  service.close();
  process.exit();
});
