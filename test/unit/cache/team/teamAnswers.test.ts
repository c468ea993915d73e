import assert from 'node:assert/strict';
import type { KeptAnswer } from '../../../../src/core/cache/keptAnswer.ts';
import { ServerHealth } from '../../../../src/core/cache/team/serverHealth.ts';
import { TeamAnswers } from '../../../../src/core/cache/team/teamAnswers.ts';
import { TeamKey } from '../../../../src/core/cache/team/teamKey.ts';
import { TeamNames } from '../../../../src/core/cache/team/teamNames.ts';
import { silentLogger } from '../../../../src/core/logger.ts';
import { MemoryTeamServer, TeamMemory } from '../../../support/memoryTeamServer.ts';
import { VirtualClock } from '../../../support/virtualClock.ts';
import { exampleAnswer } from '../keptExample.ts';

const HOUR_MS = 3_600_000;

describe('The answers of a team', () => {
  let clock: VirtualClock;
  let memory: TeamMemory;
  let key: TeamKey;
  let answer: KeptAnswer;
  let servers: MemoryTeamServer[];

  beforeEach(() => {
    clock = new VirtualClock();
    memory = new TeamMemory(clock);
    key = TeamKey.create();
    servers = [];
    answer = exampleAnswer({ answeredAtMs: clock.now() });
  });

  /** Creates the answers of one of the team's computers. */
  const computer = (own = key): TeamAnswers => {
    const health = new ServerHealth({
      makeServer: () => {
        const server = new MemoryTeamServer(memory, clock);
        servers.push(server);
        return server;
      },
      name: '',
      clock,
      logger: silentLogger,
      onDown: () => undefined,
      onUp: () => undefined,
    });
    return new TeamAnswers(health, own, new TeamNames(own.nameKey), clock);
  };
  const keep = async (kept = answer, lifeMs = HOUR_MS): Promise<string> => {
    computer().put('one', kept, lifeMs);
    await clock.advance(0);
    const [name] = memory.keys();
    assert.ok(name);
    return name;
  };

  it('are found by other computers', async () => {
    await keep();
    assert.deepEqual(await computer().get('one'), answer);
    assert.equal(await computer().get('two'), undefined);
  });

  it('are not found with another key', async () => {
    await keep();
    assert.equal(await computer(TeamKey.create()).get('one'), undefined);
  });

  it('cannot be decrypted with another key, even under the same name', async () => {
    await keep();
    const half = Object.create(key, { valueKey: { value: TeamKey.create().valueKey } }) as TeamKey;
    assert.equal(await computer(half).get('one'), undefined);
  });

  it('have uniform names that differ by question and team', async () => {
    const name = await keep();
    assert.match(name, /^aw1:\{[\w-]{12}\}:a:[\w-]{43}$/);
    const names = [key, TeamKey.create()].flatMap(each => {
      const own = new TeamNames(each.nameKey);
      return [own.answer('one'), own.answer('two'), own.flight('one'), own.landing('one')];
    });
    assert.equal(new Set(names).size, names.length);
    assert.ok(names.includes(name));
  });

  it('are encrypted differently each time, without readable content', async () => {
    const name = await keep();
    const first = Buffer.from(memory.get(name) ?? '');
    await keep();
    const second = Buffer.from(memory.get(name) ?? '');
    assert.notDeepEqual(first, second);
    for (const piece of ['想一想', '你好', 'citations', 'localhost', 'answeredAtMs']) {
      assert.ok(!first.includes(piece), piece);
    }
  });

  it('are a miss when any byte is changed, missing or added', async () => {
    const name = await keep();
    const value = Buffer.from(memory.get(name) ?? '');
    const isMiss = async (changed: Uint8Array): Promise<boolean> => {
      memory.set(name, changed, HOUR_MS);
      return (await computer().get('one')) === undefined;
    };
    for (let at = 0; at < value.length; at++) {
      const flipped = Buffer.from(value);
      flipped[at] = (flipped[at] ?? 0) ^ 1;
      assert.ok(await isMiss(flipped), `flipped ${at}`);
    }
    for (const length of [0, 1, 12, 13, 28, 29, value.length - 1]) {
      assert.ok(await isMiss(value.subarray(0, length)), `cut to ${length}`);
    }
    assert.ok(await isMiss(Buffer.concat([value, Buffer.of(0)])));
    assert.ok(await isMiss(Buffer.from('garbage')));
    assert.ok(!(await isMiss(value)));
  });

  it('are a miss under the name of another question', async () => {
    const name = await keep();
    memory.set(new TeamNames(key.nameKey).answer('two'), memory.get(name) ?? '', HOUR_MS);
    assert.equal(await computer().get('two'), undefined);
  });

  it('expire by their lifetime, counted from when they were answered', async () => {
    const name = await keep({ ...answer, answeredAtMs: clock.now() - HOUR_MS / 4 });
    assert.equal(memory.lifeMs(name), (HOUR_MS * 3) / 4);
    await clock.advance((HOUR_MS * 3) / 4);
    assert.equal(await computer().get('one'), undefined);
  });

  it('do not live longer when the clock of another computer is ahead', async () => {
    const name = await keep({ ...answer, answeredAtMs: clock.now() + HOUR_MS });
    assert.equal(memory.lifeMs(name), HOUR_MS);
  });

  it('are not stored when they have expired or their lifetime is invalid', async () => {
    for (const lifeMs of [0, -1, Number.NaN]) computer().put('one', answer, lifeMs);
    computer().put('one', { ...answer, answeredAtMs: clock.now() - HOUR_MS }, HOUR_MS);
    await clock.advance(0);
    assert.ok(!servers.some(({ sent }) => sent.includes('set')));
  });

  it('have a lifetime rounded up to whole milliseconds', async () => {
    assert.equal(memory.lifeMs(await keep(answer, 1_000.2)), 1_001);
  });

  it('are neither stored nor read beyond a maximum size', async () => {
    const long = exampleAnswer({ content: [{ type: 'text', text: 'x'.repeat(1024 * 1024) }] });
    computer().put('one', long, HOUR_MS);
    await clock.advance(0);
    assert.deepEqual(memory.keys(), []);
    const name = new TeamNames(key.nameKey).answer('one');
    memory.set(name, Buffer.alloc(2 * 1024 * 1024, 1), HOUR_MS);
    assert.equal(await computer().get('one'), undefined);
  });

  it('are handed to waiting callers separately from stored answers', async () => {
    computer().land('owner', answer, 5_000);
    await clock.advance(0);
    assert.deepEqual(await computer().landed('owner'), answer);
    assert.equal(await computer().get('owner'), undefined);
    await clock.advance(5_000);
    assert.equal(await computer().landed('owner'), undefined);
  });
});
