import * as vscode from 'vscode';
import type { Authorization } from '../../core/authorization.ts';
import { failureFrom } from '../../core/conversation/answer.ts';
import { describeError, WenxinError } from '../../core/errors.ts';
import type { Feature } from '../../core/feature.ts';
import type { Logger } from '../../core/logger.ts';
import type { ListedModel } from '../../core/qianfan/modelList.ts';
import type { KnownModel } from '../../core/qianfan/modelDirectory.ts';
import type { ConfiguredEndpoint } from '../endpointSetting.ts';
import { failureSentence } from '../failures/failureNotices.ts';
import { sentences } from '../sentences.ts';
import { featureLabel } from '../spend/attributionWords.ts';
import { COMMANDS } from '../ids.ts';
import { type ModelItem, modelItems, typedItem } from './modelItems.ts';

interface SelectModelOptions {
  readonly endpoint: () => ConfiguredEndpoint;
  readonly current: () => string;
  /** Returns all known models. */
  readonly models: () => readonly KnownModel[];
  /** Returns the known facts about any model id. */
  readonly find: (id: string) => KnownModel;
  /** Authorizes a request; throws `no-credentials` without credentials. */
  readonly authorize: (endpoint: ConfiguredEndpoint, signal: AbortSignal) => Promise<Authorization>;
  /** Reads the service's list, a free request, and stores it. */
  readonly list: (
    endpoint: ConfiguredEndpoint,
    authorization: Authorization,
    signal: AbortSignal,
  ) => Promise<readonly ListedModel[]>;
  /** The feature the model is for; missing for the general model. */
  readonly feature?: Feature;
  readonly choose: (model: string) => void | Promise<void>;
  readonly logger: Logger;
}

/** Lets the user pick a known model or type an id. The list is updated while the service's list is being read. */
export async function selectModel(options: SelectModelOptions): Promise<void> {
  const { endpoint, current, models, find, choose } = options;
  const { host } = new URL(endpoint().baseUrl);
  const input = vscode.window.createQuickPick<ModelItem>();
  const stop = new AbortController();
  let notes: readonly ModelItem[] = [];
  input.title = `${titleFor(options.feature)} · ${host}`;
  input.placeholder = vscode.l10n.t('Choose a model, or type its ID');
  input.matchOnDescription = true;
  const fill = (): void => {
    const typed = input.value.trim();
    const known = models();
    // Some servers treat ids as case-sensitive, so a different spelling is a separate row.
    const asked = find(typed);
    const isKnown = known.some(({ id }) => id === asked.id);
    const items = [...notes, ...modelItems(known, current(), host)];
    input.items = typed === '' || isKnown ? items : [...items, typedItem(asked, host)];
  };
  const load = async (): Promise<void> => {
    input.busy = true;
    notes = await readList(options, stop.signal);
    if (stop.signal.aborted) return;
    input.busy = false;
    fill();
  };
  try {
    const picked = await new Promise<ModelItem | undefined>(resolve => {
      input.onDidChangeValue(fill);
      input.onDidAccept(() => {
        const [item] = input.selectedItems;
        if (item?.does === 'reload') void load();
        else resolve(item);
      });
      input.onDidHide(() => resolve(undefined));
      fill();
      input.show();
      void load();
    });
    if (picked?.does === 'setCredentials') await vscode.commands.executeCommand(COMMANDS.setCredentials);
    if (picked?.model !== undefined) await choose(picked.model);
  } finally {
    stop.abort();
    input.dispose();
  }
}

function titleFor(feature: Feature | undefined): string {
  if (feature === undefined) return vscode.l10n.t('Select Model');
  return vscode.l10n.t('Select Model for “{feature}” (setting {id})', {
    feature: featureLabel(feature),
    id: 'wenxin.featureModels',
  });
}

/** Reads the service's list, and returns rows for problems with it. */
async function readList(
  { endpoint, current, authorize, list, logger }: SelectModelOptions,
  signal: AbortSignal,
): Promise<readonly ModelItem[]> {
  const target = endpoint();
  const { host } = new URL(target.baseUrl);
  if (target.api === 'v1') return [];
  try {
    await list(target, await authorize(target, signal), signal);
    return [];
  } catch (error) {
    if (signal.aborted) return [];
    if (error instanceof WenxinError && error.kind === 'no-credentials') {
      const label = vscode.l10n.t('Set a key to load the list of {host}', { host });
      return [note({ does: 'setCredentials', label, iconPath: new vscode.ThemeIcon('key') })];
    }
    logger.warn(`The list of models cannot be read: ${describeError(error)}`);
    const failure = { host, ...failureFrom(error) };
    // Reading the list asks no model.
    const reason =
      failure.kind === 'busy'
        ? vscode.l10n.t('{host} is busy or has an internal error.', { host })
        : failureSentence(failure, current());
    const label = vscode.l10n.t('The list of {host} could not be loaded', { host });
    const detail = sentences([reason, vscode.l10n.t('Choose this to try again.')]);
    return [note({ does: 'reload', label, detail, iconPath: new vscode.ThemeIcon('warning') })];
  }
}

function note(item: ModelItem): ModelItem {
  return { ...item, alwaysShow: true };
}
