/** Returns one sentence for each id that is in only one of two lists, or twice in one. */
export function listDifferences(
  [nameOfA, a]: readonly [name: string, ids: readonly string[]],
  [nameOfB, b]: readonly [name: string, ids: readonly string[]],
): string[] {
  return [
    ...a.filter(id => !b.includes(id)).map(id => `“${id}” is in ${nameOfA} and not in ${nameOfB}`),
    ...b.filter(id => !a.includes(id)).map(id => `“${id}” is in ${nameOfB} and not in ${nameOfA}`),
    ...repeated(a).map(id => `“${id}” is twice in ${nameOfA}`),
    ...repeated(b).map(id => `“${id}” is twice in ${nameOfB}`),
  ];
}

function repeated(ids: readonly string[]): string[] {
  return ids.filter((id, index) => ids.indexOf(id) !== index);
}
