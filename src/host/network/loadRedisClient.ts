import type { RedisClientPart } from '../../lazy/redisClient.ts';

/** Loads the bundle with ioredis, a sibling of the extension's bundle. Only a team cache needs it. */
export function loadRedisClient(): RedisClientPart {
  return require('./redisClient.cjs') as RedisClientPart;
}
