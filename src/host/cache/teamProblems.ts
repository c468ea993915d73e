import * as vscode from 'vscode';
import type { AddressComplaint, KeyComplaint, ServerComplaint } from './teamTools.ts';

/** Says what is wrong with a server's address. */
export function addressSentence(complaint: AddressComplaint): string {
  switch (complaint) {
    case 'not-an-address':
    case 'not-redis':
      return vscode.l10n.t('Write it as {form}.', { form: 'rediss://host:port' });
    case 'insecure':
      return vscode.l10n.t(
        'Without encryption (redis://) only a server on this computer is accepted. Write rediss://.',
      );
    case 'wrong-database':
      return vscode.l10n.t('Only the number of a database may follow the port, for example {form}.', {
        form: 'rediss://host:port/1',
      });
  }
}

/** Says what is wrong with a team key. */
export function keySentence(complaint: KeyComplaint): string {
  switch (complaint) {
    case 'not-a-team-key':
      return vscode.l10n.t('This is not a team key: a team key begins with {start}.', { start: 'wenxin-team-1' });
    case 'newer':
      return vscode.l10n.t('This team key was made by a newer version of the extension. Update the extension first.');
    case 'incomplete':
      return vscode.l10n.t('The end of this team key is missing. Copy it again as a whole.');
    case 'mistyped':
      return vscode.l10n.t('A character of this team key is wrong or missing. Copy it again as a whole.');
  }
}

/** Says what is wrong with a server. */
export function serverSentence(complaint: ServerComplaint, host: string): string {
  switch (complaint) {
    case 'unreachable':
      return vscode.l10n.t(
        '{host} cannot be reached. Check the address, whether it begins with rediss:// or redis://, and the network.',
        { host },
      );
    case 'disconnected':
      return vscode.l10n.t(
        '{host} closed the connection. Check the address, and whether it wants rediss:// or redis://.',
        {
          host,
        },
      );
    case 'slow':
      return vscode.l10n.t('{host} does not answer within 50 ms, which is too slow for a cache.', { host });
    case 'tls':
      return vscode.l10n.t('The connection to {host} cannot be encrypted, or its certificate is not trusted.', {
        host,
      });
    case 'login':
      return vscode.l10n.t('{host} refused the user name or the password, or requires them.', { host });
    case 'forbidden':
      return vscode.l10n.t(
        '{host} does not allow this user to do what a team cache needs: read, write, delete and run scripts.',
        { host },
      );
    case 'not-ready':
      return vscode.l10n.t('{host} is not ready yet or busy. Retry in a moment.', { host });
    case 'full':
      return vscode.l10n.t('The memory of {host} is full, and its settings do not let it evict anything.', { host });
    case 'read-only':
      return vscode.l10n.t('{host} does not accept writes: it is a replica, or its disk is full.', { host });
    case 'not-redis':
    case 'wrong-type':
    case 'unfit':
      return vscode.l10n.t('The server at {host} is not a Redis server that can be used.', { host });
  }
}
