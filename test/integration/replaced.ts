/** Runs with another function in the place of one of VS Code's. */
export async function replaced<T extends object, Name extends keyof T>(
  object: T,
  name: Name,
  other: T[Name],
  run: () => void | Promise<void>,
): Promise<void> {
  const own = object[name];
  object[name] = other;
  try {
    await run();
  } finally {
    object[name] = own;
  }
}
