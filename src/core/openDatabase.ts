import { mkdir, open, readdir, statfs } from 'node:fs/promises';
import { join } from 'node:path';
import { Database, sqliteCode, storageError } from './database.ts';
import type { Clock } from './clock.ts';
import { WenxinError, describeError } from './errors.ts';
import type { Logger } from './logger.ts';

/** What `openDatabase` needs to know. */
export interface DatabaseOptions {
  /** Made when it is missing. */
  readonly folder: string;
  /** `wenxin` for `wenxin.1.db`; the number rises by one each time a damaged file is set aside. */
  readonly name: string;
  /** SQLite's mark of whose file it is: a positive 32-bit number. */
  readonly applicationId: number;
  /**
   * The n-th one takes the file from format n to n + 1. They only add, so that an older window that is still running
   * can go on, and are never edited once released.
   */
  readonly migrations: readonly string[];
  readonly clock: Clock;
  readonly logger: Logger;
  /** Reads what will be needed at once, so that a damaged page shows while the file can still be set aside. */
  readonly probe?: (database: Database) => void;
  /** Hears the paths of a file that cannot be used and of the empty one in its place, for the person to be told. */
  readonly onSetAside?: (damagedPath: string, newPath: string) => void;
  /** Whether the folder is on a network file system; looked up when missing. */
  readonly onNetwork?: boolean;
  /** How `node:sqlite` is loaded; replaced in tests. */
  readonly loadSqlite?: () => Promise<typeof import('node:sqlite')>;
}

const SQLITE_CORRUPT = 11;
const SQLITE_NOTADB = 26;

/**
 * `statfs` types of NFS, SMB, CIFS, SMB2, FUSE, 9p, GPFS, Lustre and Ceph: a write-ahead log needs memory that all
 * readers share, which these do not have between machines.
 */
const NETWORK_FILE_SYSTEMS: ReadonlySet<number> = new Set([
  0x6969, 0x517b, 0xff534d42, 0xfe534d42, 0x65735546, 0x01021997, 0x0bd00bd0, 0x47504653, 0x00c36400,
]);

/**
 * Opens the newest generation of a database, makes it when missing, and brings its format up to date.
 *
 * A damaged file is set aside: it keeps its name and is never written again, and an empty next generation takes its
 * place. Renaming it instead would lose what other windows are just writing into it.
 * Throws `storage` when this runtime has no `node:sqlite`, the folder cannot be written, another window holds the
 * lock for 5 s, or a newer version of the extension has written the file.
 */
export async function openDatabase(options: DatabaseOptions): Promise<Database> {
  const sqlite = await load(options.loadSqlite ?? (() => import('node:sqlite')));
  try {
    await mkdir(options.folder, { recursive: true });
    const onNetwork = options.onNetwork ?? NETWORK_FILE_SYSTEMS.has((await statfs(options.folder)).type);
    const generation = await newestGeneration(options);
    try {
      return await openFile(sqlite, pathOf(options, generation), onNetwork, options);
    } catch (error) {
      if (!isDamaged(error)) throw error;
      options.logger.error(`${pathOf(options, generation)} is set aside: ${describeError(error)}`);
    }
    const newPath = pathOf(options, generation + 1);
    await createUnlessThere(newPath);
    const database = await openFile(sqlite, newPath, onNetwork, options);
    options.onSetAside?.(pathOf(options, generation), newPath);
    return database;
  } catch (error) {
    throw storageError(error, `No database in ${options.folder}`);
  }
}

/** Thrown for a sound SQLite file that is not ours. */
class ForeignFileError extends Error {
  readonly code = 'FOREIGN_FILE';
}

async function load(loadSqlite: () => Promise<typeof import('node:sqlite')>): Promise<typeof import('node:sqlite')> {
  try {
    return await loadSqlite();
  } catch (cause) {
    throw new WenxinError('storage', `Node ${process.versions.node} has no node:sqlite`, { cause });
  }
}

function pathOf(options: DatabaseOptions, generation: number): string {
  return join(options.folder, `${options.name}.${generation}.db`);
}

async function newestGeneration({ folder, name }: DatabaseOptions): Promise<number> {
  const generations = (await readdir(folder))
    .filter(file => file.startsWith(`${name}.`) && file.endsWith('.db'))
    .map(file => Number(file.slice(name.length + 1, -3)))
    .filter(Number.isSafeInteger);
  return Math.max(1, ...generations);
}

/** Another window that found the same damage may have made the file, and may already write into it. */
async function createUnlessThere(path: string): Promise<void> {
  await (await open(path, 'a')).close();
}

async function openFile(
  { DatabaseSync }: typeof import('node:sqlite'),
  path: string,
  onNetwork: boolean,
  { applicationId, migrations, clock, logger, probe }: DatabaseOptions,
): Promise<Database> {
  const database = new Database(new DatabaseSync(path), path, clock, logger);
  try {
    database.execute('PRAGMA busy_timeout = 0');
    await database.whenFree(() => setJournal(database, onNetwork));
    await migrate(database, applicationId, migrations);
    probe?.(database);
    void database.tidy();
    return database;
  } catch (error) {
    database.close();
    throw error;
  }
}

/** With a write-ahead log, NORMAL survives a killed process completely, and a power cut but for the last seconds. */
function setJournal(database: Database, onNetwork: boolean): void {
  const row = database.statement(`PRAGMA journal_mode = ${onNetwork ? 'DELETE' : 'WAL'}`).get();
  const hasLog = row?.['journal_mode'] === 'wal';
  database.execute(`PRAGMA synchronous = ${hasLog ? 'NORMAL' : 'FULL'}`);
  // Never in the middle of somebody's question, and never but as `Checkpoints` does it.
  database.execute('PRAGMA wal_autocheckpoint = 0');
}

async function migrate(database: Database, applicationId: number, migrations: readonly string[]): Promise<void> {
  if (formatOf(database, applicationId, migrations.length) === migrations.length) return;
  await database.transaction(() => {
    // Read again: another window may have been faster.
    const format = formatOf(database, applicationId, migrations.length);
    for (const migration of migrations.slice(format)) database.execute(migration);
    database.execute(`PRAGMA application_id = ${applicationId}; PRAGMA user_version = ${migrations.length}`);
  });
}

/** The file's format, 0 for an empty file. */
function formatOf(database: Database, applicationId: number, newest: number): number {
  const owner = Number(database.statement('PRAGMA application_id').get()?.['application_id']);
  const format = Number(database.statement('PRAGMA user_version').get()?.['user_version']);
  const isEmpty = database.statement('SELECT 1 FROM sqlite_schema LIMIT 1').get() === undefined;
  if (isEmpty) return 0;
  if (owner !== applicationId) throw new ForeignFileError(`${database.path} belongs to application ${owner}`);
  if (format > newest) {
    throw new WenxinError(
      'storage',
      `${database.path} was written by a newer version of this extension (format ${format}, known up to ${newest})`,
    );
  }
  return format;
}

function isDamaged(error: unknown): boolean {
  const cause = error instanceof WenxinError ? error.details.cause : error;
  const code = sqliteCode(cause);
  return cause instanceof ForeignFileError || code === SQLITE_CORRUPT || code === SQLITE_NOTADB;
}
