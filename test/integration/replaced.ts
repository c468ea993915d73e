/** Replaces a property of `object`, usually a function of VS Code, until `run` has settled. */
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
