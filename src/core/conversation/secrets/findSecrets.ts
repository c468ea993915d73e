import { findAssignedSecrets } from './assignedSecrets.ts';
import { findPrivateKeys } from './privateKeys.ts';
import type { FoundSecret } from './secret.ts';
import { findTokens } from './tokenForms.ts';

/**
 * Finds what looks like a secret in a text; the results are sorted and do not overlap. Prefers false negatives: users
 * who see too many false alarms ignore them all. Runs in time linear in the length of the text, whatever its content.
 */
export function findSecrets(text: string): FoundSecret[] {
  // The most specific kinds come first; for overlaps, the first one counts.
  return merged([...findPrivateKeys(text), ...findTokens(text), ...findAssignedSecrets(text)]);
}

/** Sorts the secrets and merges overlapping ones, so that nothing of either remains. */
export function merged(found: readonly FoundSecret[]): FoundSecret[] {
  const result: FoundSecret[] = [];
  // The sort is stable.
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
