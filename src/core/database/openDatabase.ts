import { statfs } from 'node:fs/promises';
import { Database, isDamage, storageError } from './database.ts';
import type { DatabaseOptions } from './databaseOptions.ts';
import { generationPath, newestGeneration } from './databaseGenerations.ts';
import { ForeignFileError, makeFormat } from './databaseFormat.ts';
import { WenxinError, describeError } from '../errors.ts';
import { createPrivateFile, makePrivateFolder } from '../privateFiles.ts';

/**
 * `statfs` types of NFS, SMB, CIFS, SMB2, FUSE, 9p, GPFS, Lustre and Ceph. A write-ahead log needs shared memory
 * between all readers, which these file systems do not provide across machines.
 */
const NETWORK_FILE_SYSTEMS: ReadonlySet<number> = new Set([
  0x6969, 0x517b, 0xff534d42, 0xfe534d42, 0x65735546, 0x01021997, 0x0bd00bd0, 0x47504653, 0x00c36400,
]);

/**
 * Opens the newest generation of a database, creates it if missing, and migrates it to the current format.
 *
 * A damaged file is set aside: it keeps its name and is never written again, and an empty next generation replaces it.
 * It is not renamed, because that would lose what other windows are writing to it. Throws `storage` if this runtime has
 * no `node:sqlite`, the folder cannot be written, another window holds the lock for 5 s, or a newer version of the
 * extension has written the file.
 */
export async function openDatabase(options: DatabaseOptions): Promise<Database> {
  const sqlite = await load(options.loadSqlite ?? (() => import('node:sqlite')));
  try {
    await makePrivateFolder(options.folder);
    const onNetwork = options.onNetwork ?? NETWORK_FILE_SYSTEMS.has((await statfs(options.folder)).type);
    const generation = await newestGeneration(options.folder, options.name);
    const path = generationPath(options.folder, options.name, generation);
    try {
      if (path !== options.damagedPath) return await openFile(sqlite, generation, onNetwork, options);
    } catch (error) {
      if (!isUnusable(error)) throw error;
      options.logger.error(`${path} is set aside: ${describeError(error)}`);
    }
    const newPath = generationPath(options.folder, options.name, generation + 1);
    const database = await openFile(sqlite, generation + 1, onNetwork, options);
    if (options.salvage === undefined) options.onSetAside?.(path, newPath, 0);
    return database;
  } catch (error) {
    throw storageError(error, `No database in ${options.folder}`);
  }
}

async function load(loadSqlite: () => Promise<typeof import('node:sqlite')>): Promise<typeof import('node:sqlite')> {
  try {
    return await loadSqlite();
  } catch (cause) {
    throw new WenxinError('storage', `Node ${process.versions.node} has no node:sqlite`, { cause });
  }
}

async function openFile(
  sqlite: typeof import('node:sqlite'),
  generation: number,
  onNetwork: boolean,
  options: DatabaseOptions,
): Promise<Database> {
  const { folder, name, clock, logger, probe } = options;
  const path = generationPath(folder, name, generation);
  const damagedPath = generationPath(folder, name, generation - 1);
  createPrivateFile(path);
  const database = new Database(new sqlite.DatabaseSync(path), path, clock, logger);
  try {
    database.execute('PRAGMA busy_timeout = 0');
    await database.whenFree(() => setJournal(database, onNetwork));
    const saved = await makeFormat(sqlite, database, damagedPath, options);
    probe?.(database);
    void database.tidy();
    if (saved !== undefined) options.onSetAside?.(damagedPath, path, saved);
    return database;
  } catch (error) {
    database.close();
    throw error;
  }
}

/** With a write-ahead log, NORMAL loses nothing if the process is killed, and only seconds in a power failure. */
function setJournal(database: Database, onNetwork: boolean): void {
  const row = database.statement(`PRAGMA journal_mode = ${onNetwork ? 'DELETE' : 'WAL'}`).get();
  const hasLog = row?.['journal_mode'] === 'wal';
  database.execute(`PRAGMA synchronous = ${hasLog ? 'NORMAL' : 'FULL'}`);
  // Never checkpoint during a commit, and only in the way `Checkpoints` does.
  database.execute('PRAGMA wal_autocheckpoint = 0');
}

function isUnusable(error: unknown): boolean {
  return isDamage(error) || (error instanceof WenxinError ? error.details.cause : error) instanceof ForeignFileError;
}
