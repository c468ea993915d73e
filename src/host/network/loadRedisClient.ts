import type { RedisClientPart } from '../../lazy/redisClient.ts';

/** Loads the part with ioredis, which only a team's cache needs. It stands beside the extension's bundle. */
export function loadRedisClient(): RedisClientPart {
  return require('./redisClient.cjs') as RedisClientPart;
}
