/** The first release of Node with everything of `node:sqlite` that is used, without a flag. */
export const LEAST_NODE = '22.16';

/** Whether this Node has it. */
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
    // There is no such module, or only behind a flag.
    return false;
  }
}

/** Node says on standard error that `node:sqlite` is experimental, which is no news for who runs this program. */
export function withoutSqliteWarning(): void {
  const emitWarning = process.emitWarning.bind(process);
  process.emitWarning = (warning: string | Error, ...rest: never[]) => {
    if (!String(warning).startsWith('SQLite is an experimental feature')) emitWarning(warning, ...rest);
  };
}
