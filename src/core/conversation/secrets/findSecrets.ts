import { findAssignedSecrets } from './assignedSecrets.ts';
import { findPrivateKeys } from './privateKeys.ts';
import type { FoundSecret } from './secret.ts';
import { findTokens } from './tokenForms.ts';

/**
 * What in a text looks like a secret, in its order and without overlaps. It errs on the side of silence: a person who
 * is asked about nothing too often no longer looks. The time it takes grows with the length of the text, whatever is in it.
 */
export function findSecrets(text: string): FoundSecret[] {
  // Of overlapping ones the first kind in this order says most.
  return merged([...findPrivateKeys(text), ...findTokens(text), ...findAssignedSecrets(text)]);
}

/** Sorted, and with those that overlap made one, so that nothing of either is left. */
export function merged(found: readonly FoundSecret[]): FoundSecret[] {
  const result: FoundSecret[] = [];
  // Sorting keeps the order of equals.
  for (const secret of found.toSorted((one, other) => one.start - other.start)) {
    const last = result.at(-1);
    if (last === undefined || secret.start >= last.end) result.push(secret);
    else
      result[result.length - 1] = {
        ...moreTelling(last, secret),
        start: last.start,
        end: Math.max(last.end, secret.end),
      };
  }
  return result;
}

function moreTelling(one: FoundSecret, other: FoundSecret): FoundSecret {
  return one.kind === 'password' || one.kind === 'authorization' || one.kind === 'urlPassword' ? other : one;
}
