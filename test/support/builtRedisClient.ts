import { createRequire } from 'node:module';
import path from 'node:path';
import { build } from 'esbuild';
import { redisClientBundle } from '../../scripts/redisClientBundle.ts';
import type { RedisClientPart } from '../../src/lazy/redisClient.ts';
import { REPOSITORY_FOLDER } from './folders.ts';
import { temporaryFolder } from './temporaryFolder.ts';

/** Exports of the lazy part with ioredis. */
export interface BuiltRedisClient {
  readonly file: string;
  readonly part: RedisClientPart;
}

let built: Promise<BuiltRedisClient> | undefined;

/** Bundles the lazy part with ioredis as shipped, once per process. */
export function builtRedisClient(): Promise<BuiltRedisClient> {
  return (built ??= buildIt());
}

async function buildIt(): Promise<BuiltRedisClient> {
  const file = path.join(temporaryFolder(), 'redisClient.cjs');
  const options = { ...redisClientBundle, minify: true, absWorkingDir: REPOSITORY_FOLDER, outfile: file };
  await build({ ...options, logLevel: 'silent' });
  return { file, part: createRequire(file)(file) as RedisClientPart };
}
