import type { DatabaseSync } from 'node:sqlite';
import { existsSync } from 'node:fs';
import { setImmediate } from 'node:timers/promises';
import type { Database } from './database.ts';
import { backUp } from './databaseBackup.ts';
import { generationOf } from './databaseGenerations.ts';
import type { DatabaseOptions } from './databaseOptions.ts';
import { WenxinError, describeError } from '../errors.ts';

/** Thrown for an intact SQLite file of another application. */
export class ForeignFileError extends Error {
  readonly code = 'FOREIGN_FILE';
}

/**
 * Migrates a file to the current format. A new file that replaces a damaged one gets the rows that can be salvaged.
 * Returns their number; `undefined` if there was nothing to salvage, or another window did it. Throws SQLite's errors,
 * `ForeignFileError`, and `storage` for a file of a newer version.
 *
 * @param damagedPath path of the previous generation, which need not exist.
 */
export async function makeFormat(
  sqlite: typeof import('node:sqlite'),
  database: Database,
  damagedPath: string,
  options: DatabaseOptions,
): Promise<number | undefined> {
  const format = formatOf(database, options);
  if (format === options.migrations.length) return undefined;
  if (format === 0 && options.salvage !== undefined && existsSync(damagedPath)) {
    try {
      return await saveInto(sqlite, database, damagedPath, options, options.salvage);
    } catch (error) {
      if (error instanceof WenxinError) throw error;
      options.logger.error(`Nothing is saved of ${damagedPath}: ${describeError(error)}`);
      await database.transaction(() => migrate(database, options));
      return 0;
    }
  }
  if (format > 0 && options.backsUp) {
    const generation = generationOf(database.path, options.name) ?? 1;
    await backUp(sqlite, database.path, format, { ...options, generation });
  }
  await database.transaction(() => migrate(database, options));
  return undefined;
}

/** Salvages in one transaction over many turns of the event loop; other windows wait until the file is complete. */
async function saveInto(
  { DatabaseSync }: typeof import('node:sqlite'),
  database: Database,
  damagedPath: string,
  options: DatabaseOptions,
  salvage: NonNullable<DatabaseOptions['salvage']>,
): Promise<number | undefined> {
  await database.whenFree(() => database.execute('BEGIN IMMEDIATE'));
  let damaged: DatabaseSync | undefined;
  try {
    if (formatOf(database, options) !== 0) {
      database.execute('ROLLBACK');
      return undefined;
    }
    migrate(database, options);
    damaged = new DatabaseSync(damagedPath, { readOnly: true });
    const saved = isOurs(damaged, options) ? await salvage(database, damaged, () => setImmediate(undefined)) : 0;
    database.execute('COMMIT');
    return saved;
  } catch (error) {
    database.rollBack();
    throw error;
  } finally {
    damaged?.close();
  }
}

/** Returns false also if the file header is damaged, since nothing can be read without it. */
function isOurs(damaged: DatabaseSync, { applicationId, logger }: DatabaseOptions): boolean {
  try {
    return Number(damaged.prepare('PRAGMA application_id').get()?.['application_id']) === applicationId;
  } catch (error) {
    logger.warn(`Nothing of the damaged file can be read: ${describeError(error)}`);
    return false;
  }
}

/** Runs the missing migrations, in a transaction. Reads the format again, as another window may have been faster. */
function migrate(database: Database, options: DatabaseOptions): void {
  const { applicationId, migrations } = options;
  for (const migration of migrations.slice(formatOf(database, options))) database.execute(migration);
  database.execute(`PRAGMA application_id = ${applicationId}; PRAGMA user_version = ${migrations.length}`);
}

/** Returns the file's format; 0 for an empty file. */
function formatOf(database: Database, { applicationId, migrations: { length: newest } }: DatabaseOptions): number {
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
