/** What got most votes, the first of those with as many; `undefined` where nobody voted. */
export function mostVotes(votes: Iterable<readonly [value: string, weight: number]>): string | undefined {
  const counts = new Map<string, number>();
  for (const [value, weight] of votes) counts.set(value, (counts.get(value) ?? 0) + weight);
  let winner: string | undefined;
  for (const [value, count] of counts) {
    if (winner === undefined || count > (counts.get(winner) ?? 0)) winner = value;
  }
  return winner;
}
