import { mkdtempSync, rmSync } from 'node:fs';
import { DatabaseSync } from 'node:sqlite';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { Redis } from 'ioredis';
import { LRUCache } from 'lru-cache';
import { AnswerKeys } from '../../../src/core/cache/answerKey.ts';
import { encodeAnswer } from '../../../src/core/cache/encodedAnswer.ts';
import type { KeptAnswer } from '../../../src/core/cache/keptAnswer.ts';
import { MemoryAnswers } from '../../../src/core/cache/memory.ts';
import { connectTeam } from '../../../src/core/cache/team/connectTeam.ts';
import { parseTeamAddress } from '../../../src/core/cache/team/teamAddress.ts';
import { TeamKey } from '../../../src/core/cache/team/teamKey.ts';
import { withMemory } from '../../../src/core/cache/withMemory.ts';
import { WorkspaceAnswers } from '../../../src/core/cache/workspace/workspaceAnswers.ts';
import type { ChatEvent, ChatRequest, Endpoint } from '../../../src/core/chat.ts';
import { systemClock as clock } from '../../../src/core/clock.ts';
import { silentLogger as logger } from '../../../src/core/logger.ts';
import { createRedisClient } from '../../../src/lazy/redisClient.ts';
import { RedisServer } from '../../support/redisServer.ts';
import { atMost, type Report, type Target } from '../figures/report.ts';
import { median } from '../figures/statistics.ts';
import { factor, fixed } from '../figures/table.ts';
import type { Plan } from '../runs/plan.ts';

/** A typical answer to a question about a function. */
const ANSWER: KeptAnswer = {
  content: [{ type: 'text', text: '这个函数逐字节比较，因此与时间无关。It compares byte by byte. '.repeat(30) }],
  usage: { inputTokens: 400, cachedInputTokens: 0, outputTokens: 500, reasoningTokens: 0 },
  amountNanoYuan: 10_600_000,
  answeredAtMs: Date.now(),
};
const ENDPOINT: Endpoint = { name: 'bench', baseUrl: 'http://127.0.0.1/v2' };
const QUESTION: ChatRequest = {
  questionId: 'bench',
  feature: 'explain',
  workspace: 'bench',
  consumer: 'self',
  cause: 'user',
  model: 'ernie-5.1',
  messages: [{ role: 'user', content: 'function compare(a: string, b: string): number {\n'.repeat(40) }],
  maxOutputTokens: 4_096,
};
const SETTINGS = {
  enabled: true,
  memoryEntries: 1024,
  ttlHours: 168,
  featureTtlHours: {},
  staleWhileRevalidate: false,
} as const;
const LIFE_MS = 3_600_000;
const ROUNDS = 9;

interface Row {
  readonly what: string;
  readonly us: number;
  readonly bareUs: number;
}

/** Measures a hit at each level of the cache, compared with the store alone. */
export async function cacheHits({ cacheHits: times }: Plan): Promise<Report> {
  const folder = mkdtempSync(path.join(tmpdir(), 'bench-cache-'));
  const server = await RedisServer.start();
  try {
    const keys = new AnswerKeys(() => 'bench');
    const key = keys.of(QUESTION, ENDPOINT, QUESTION.model) ?? '';
    const rows = [
      await memoryRow(key, times),
      await workspaceRow(folder, key, times),
      await teamRow(server, key, Math.ceil(times / 10)),
    ];
    const keyUs = await perCall(times, () => void new AnswerKeys(() => 'bench').of(QUESTION, ENDPOINT, QUESTION.model));
    return {
      title: 'Hits of the answer cache',
      about:
        `An answer of ${fixed(encodeAnswer(ANSWER).length)} bytes that was kept, found again; medians of ${ROUNDS} rounds of ` +
        `${fixed(times)} (Redis: ${fixed(times / 10)}) in one process. The memory's row is the whole way from the ` +
        `question to \`done\` without its key, which takes ${fixed(keyUs, 1)} µs more for a question of 2 kB.`,
      tables: [
        {
          columns: ['level', 'hit µs', 'the store alone µs', 'ratio'],
          rows: rows.map(({ what, us, bareUs }) => [what, fixed(us, 2), fixed(bareUs, 2), factor(us / bareUs)]),
        },
      ],
      targets: targetsOf(rows),
    };
  } finally {
    await server.stop();
    rmSync(folder, { recursive: true, force: true });
  }
}

function targetsOf([memory, workspace]: readonly Row[]): Target[] {
  const memoryUs = memory?.us ?? Number.NaN;
  const ratio = (workspace?.us ?? Number.NaN) / (workspace?.bareUs ?? Number.NaN);
  return [
    {
      id: 'R9',
      what: 'memory hit ≤ 2 µs beyond the key',
      figure: `${fixed(memoryUs, 2)} µs`,
      isMet: atMost(memoryUs, 2),
    },
    {
      id: 'R9',
      what: 'workspace hit ≤ 2 × a bare SQLite get',
      figure: factor(ratio),
      isMet: atMost(ratio, 2),
    },
  ];
}

async function memoryRow(key: string, times: number): Promise<Row> {
  const memory = new MemoryAnswers(() => SETTINGS.memoryEntries);
  memory.set(key, ANSWER);
  const ask = withMemory(() => never(), {
    memory,
    keyOf: () => key,
    settings: () => SETTINGS,
    clock,
    onAnswered: () => undefined,
  });
  const { signal } = new AbortController();
  const bare = new LRUCache<string, KeptAnswer>({ max: 1024 });
  bare.set(key, ANSWER);
  return {
    what: 'memory (lru-cache)',
    us: await perCall(times, async () => {
      for await (const _event of ask(QUESTION, signal));
    }),
    bareUs: await perCall(times, () => void bare.get(key)),
  };
}

async function workspaceRow(folder: string, key: string, times: number): Promise<Row> {
  const sealingKey = () => Promise.resolve(new Uint8Array(32).fill(7));
  const answers = new WorkspaceAnswers({ folder, sealingKey, maxBytes: () => 1 << 28, clock, logger });
  await answers.get(key);
  answers.put(key, ANSWER, LIFE_MS);
  while ((await answers.get(key)) === undefined) await new Promise(resolve => setTimeout(resolve, 5));
  // Until the entry is in the file, it would be answered from the pending writes.
  await new Promise(resolve => setTimeout(resolve, 100));
  const file = new DatabaseSync(path.join(folder, 'answers.1.db'), { readOnly: true });
  const get = file.prepare('SELECT value FROM entry');
  try {
    return {
      what: 'workspace (SQLite)',
      us: await perCall(times, () => void answers.get(key)),
      bareUs: await perCall(times, () => void get.get()),
    };
  } finally {
    file.close();
    await answers.close();
  }
}

async function teamRow(server: RedisServer, key: string, times: number): Promise<Row> {
  const address = parseTeamAddress(server.url);
  if (typeof address === 'string') throw new Error(address);
  const none = (): void => undefined;
  const load = () => ({ createRedisClient });
  const team = connectTeam({ address, key: TeamKey.create(), load, clock, logger, onDown: none, onUp: none });
  const redis = new Redis(server.url);
  try {
    while ((await team.answers.get(key)) === undefined) {
      team.answers.put(key, ANSWER, LIFE_MS);
      await new Promise(resolve => setTimeout(resolve, 20));
    }
    await redis.set('bare', Buffer.from(encodeAnswer(ANSWER)));
    return {
      what: 'team (Redis, encrypted)',
      us: await perCall(times, async () => {
        if ((await team.answers.get(key)) === undefined)
          throw new Error('the machine is too busy: the server was given up');
      }),
      bareUs: await perCall(times, async () => {
        await redis.getBuffer('bare');
      }),
    };
  } finally {
    team.close();
    redis.disconnect();
  }
}

/** Returns the microseconds of a call: the median of several rounds. */
async function perCall(times: number, call: () => void | Promise<void>): Promise<number> {
  const rounds: number[] = [];
  for (let round = 0; round < ROUNDS; round++) {
    const startMs = performance.now();
    for (let index = 0; index < times; index++) {
      const result = call();
      if (result instanceof Promise) await result;
    }
    rounds.push(((performance.now() - startMs) * 1000) / times);
  }
  return median(rounds);
}

async function* never(): AsyncGenerator<ChatEvent> {
  yield* [];
  await Promise.reject(new Error('a kept answer was not found'));
}
