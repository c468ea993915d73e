/** First release of Node.js that has the `node:sqlite` features used here without a flag. */
export const LEAST_NODE = '22.16';

/** Returns whether this Node.js has them. */
export async function hasGoodSqlite(): Promise<boolean> {
  try {
    const { DatabaseSync } = await import('node:sqlite');
    const database = new DatabaseSync(':memory:');
    try {
      return 'isTransaction' in database;
    } finally {
      database.close();
    }
  } catch {
    // The module is missing or behind a flag.
    return false;
  }
}

/** Suppresses the warning that `node:sqlite` is experimental, which does not concern users of this program. */
export function withoutSqliteWarning(): void {
  const emitWarning = process.emitWarning.bind(process);
  process.emitWarning = (warning: string | Error, ...rest: never[]) => {
    if (!String(warning).startsWith('SQLite is an experimental feature')) emitWarning(warning, ...rest);
  };
}
