/** Returns the value with the most votes, the first of several with as many; `undefined` without votes. */
export function mostVotes(votes: Iterable<readonly [value: string, weight: number]>): string | undefined {
  const counts = new Map<string, number>();
  for (const [value, weight] of votes) counts.set(value, (counts.get(value) ?? 0) + weight);
  let winner: string | undefined;
  for (const [value, count] of counts) {
    if (winner === undefined || count > (counts.get(winner) ?? 0)) winner = value;
  }
  return winner;
}
