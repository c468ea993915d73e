import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import type { Landing, Lead } from '../../../../src/core/cache/flightBoard.ts';
import type { KeptAnswer } from '../../../../src/core/cache/keptAnswer.ts';
import { connectTeam, type TeamConnection, type TeamOptions } from '../../../../src/core/cache/team/connectTeam.ts';
import { parseTeamAddress, type TeamAddress } from '../../../../src/core/cache/team/teamAddress.ts';
import { TeamKey } from '../../../../src/core/cache/team/teamKey.ts';
import type { TeamServerPart } from '../../../../src/core/cache/team/teamServer.ts';
import { silentLogger } from '../../../../src/core/logger.ts';
import { builtRedisClient } from '../../../support/builtRedisClient.ts';
import { patientClock } from '../../../support/patientClock.ts';
import { RedisServer } from '../../../support/redisServer.ts';
import { exampleAnswer } from '../keptExample.ts';

export const HOUR_MS = 3_600_000;

/** Returns a hash in the format of answer keys. */
export function keyOf(question: string): string {
  return createHash('sha256').update(question).digest('hex');
}

/** Returns an answer from now. */
export function answerOf(text: string): KeptAnswer {
  return exampleAnswer({ content: [{ type: 'text', text }], answeredAtMs: Date.now() });
}

export function addressOf(url: string): TeamAddress {
  const address = parseTeamAddress(url);
  assert.ok(typeof address === 'object');
  return address;
}

/** Waits for the lead of a question, or for the result of another leader. */
export async function take(team: TeamConnection, question: string): Promise<Lead | Landing | undefined> {
  const steps = team.flights.take(keyOf(question), new AbortController().signal);
  for (;;) {
    const step = await steps.next();
    if (step.done === true) return step.value;
  }
}

/** The computers of a team with a real Redis. */
export class TeamOnRedis {
  readonly server: RedisServer;
  /** The Redis client as it is bundled. */
  readonly part: TeamServerPart;
  key = TeamKey.create();
  /** Faults and recoveries that the computers reported. */
  told: string[] = [];
  #endings: (() => unknown)[] = [];

  private constructor(server: RedisServer, part: TeamServerPart) {
    this.server = server;
    this.part = part;
  }

  /** May take minutes when Redis has to be installed. */
  static async start(): Promise<TeamOnRedis> {
    const { part } = await builtRedisClient();
    return new TeamOnRedis(await RedisServer.start(), part);
  }

  stop(): Promise<void> {
    return this.server.stop();
  }

  /** Closes everything that a test opened, and creates a new team. */
  async reset(): Promise<void> {
    for (const end of this.#endings.splice(0)) await end();
    await this.server.command('FLUSHALL');
    this.key = TeamKey.create();
    this.told = [];
  }

  /** Adds a cleanup step; the latest runs first. */
  atEnd(end: () => unknown): void {
    this.#endings.unshift(end);
  }

  /** Creates the cache of one of the team's computers, with long timeouts, because the machine may be busy. */
  computer(options: Partial<TeamOptions> = {}): TeamConnection {
    const { told } = this;
    const team = connectTeam({
      address: addressOf(this.server.url),
      key: this.key,
      load: () => ({
        createRedisClient: place =>
          this.part.createRedisClient({ ...place, connectTimeoutMs: 9_000, commandTimeoutMs: 9_000 }),
      }),
      clock: patientClock,
      logger: silentLogger,
      onDown: fault => told.push(fault),
      onUp: () => told.push('up'),
      ...options,
    });
    this.atEnd(() => team.close());
    return team;
  }

  /** Starts another server, which a test may break. */
  async ownServer(options?: Parameters<typeof RedisServer.start>[0]): Promise<RedisServer> {
    const started = await RedisServer.start(options);
    this.atEnd(() => started.stop());
    return started;
  }

  /** Returns the team's keys on the server. */
  async names(pattern = 'aw1:*'): Promise<string[]> {
    const lines = (await this.server.command('KEYS', pattern)).split('\r\n');
    return lines.filter(line => line.startsWith('aw1:'));
  }

  /** Stores an answer, and returns its key on the server. */
  async keep(team: TeamConnection, question: string, answer = answerOf(question)): Promise<string> {
    const before = await this.names();
    team.answers.put(keyOf(question), answer, HOUR_MS);
    assert.deepEqual(await team.answers.get(keyOf(question)), answer);
    const name = (await this.names()).find(each => !before.includes(each));
    assert.ok(name);
    return name;
  }
}
