import { readFileSync } from 'node:fs';
import { availableParallelism, cpus, totalmem } from 'node:os';
import path from 'node:path';
import { REPOSITORY_FOLDER } from '../../support/folders.ts';

const PEERS = ['openai', '@baiducloud/qianfan', 'undici'];

/** Describes the environment of a run, one line for each fact. */
export function machine(now: Date): string[] {
  const [cpu] = cpus();
  return [
    `${availableParallelism()} cores of ${cpu?.model.trim() ?? 'an unknown kind'}, ${Math.round(totalmem() / 2 ** 30)} GiB, ${process.platform} ${process.arch}`,
    `Node ${process.versions.node} (fetch of undici ${process.versions['undici'] ?? 'unknown'}), ${PEERS.map(withVersion).join(', ')}`,
    now.toISOString().slice(0, 16).replace('T', ' ') + ' UTC',
  ];
}

function withVersion(name: string): string {
  const file = path.join(REPOSITORY_FOLDER, 'node_modules', name, 'package.json');
  return `${name} ${(JSON.parse(readFileSync(file, 'utf8')) as { version: string }).version}`;
}
