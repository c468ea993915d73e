import { randomBytes } from 'node:crypto';
import type { ServerHealth } from './serverHealth.ts';
import type { TeamFault } from './teamFault.ts';
import type { TeamNames } from './teamNames.ts';
import type { TeamServer } from './teamServer.ts';

/** Lifetime of what the check writes. */
const LIFE_MS = 1_000;

/** Tries on the server everything the cache does there. Returns the fault if something does not work. */
export async function checkTeam(health: ServerHealth, names: TeamNames): Promise<'ok' | TeamFault> {
  const result = await health.ask(server => doesAll(server, names));
  if (typeof result === 'string') return result;
  return result.value ? 'ok' : 'unfit';
}

async function doesAll(server: TeamServer, names: TeamNames): Promise<boolean> {
  const token = randomBytes(16);
  const text = token.toString('base64url');
  const answer = names.answer(text);
  const flight = names.flight(text);
  await server.set(answer, token, LIFE_MS);
  const kept = await server.get(answer, token.length);
  const holder = await server.takeLease(flight, text, LIFE_MS);
  const isRenewed = await server.renewLease(flight, text, LIFE_MS);
  await server.releaseLease(flight, text);
  return kept !== undefined && token.equals(kept) && holder === text && isRenewed;
}
