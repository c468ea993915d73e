import { isDeepStrictEqual } from 'node:util';
import { SETTING_IDS, WORKSPACE_SETTING_IDS } from './contract.ts';
import { listDifferences } from './listDifferences.ts';
import { type Manifest, type SettingSchema, settingsOf } from './manifest.ts';

/** A row of the code's table of settings. */
export interface SettingRow {
  readonly default: unknown;
  readonly parse: (value: unknown) => unknown;
  readonly workspaceMaySet?: boolean;
}

export type SettingTable = Readonly<Record<string, SettingRow>>;

/** Compares the manifest's settings with the code's table and the names that users rely on. */
export function settingProblems(manifest: Manifest, table: SettingTable): string[] {
  const settings = settingsOf(manifest);
  const ids = manifest.contributes.configuration.flatMap(({ properties }) => Object.keys(properties));
  return [
    ...listDifferences(['the manifest', ids], ['the table of settings', Object.keys(table)]),
    ...listDifferences(['the manifest', ids], ['the contract', SETTING_IDS]),
    ...orderProblems(manifest),
    ...Object.entries(table).flatMap(([id, row]) => {
      const schema = settings.get(id);
      return schema === undefined ? [] : rowProblems(schema, row).map(problem => `${id}: ${problem}`);
    }),
  ];
}

/** Finds settings that a repository must not decide but could: keys, hosts, money, limits. */
export function scopeProblems(manifest: Manifest, table: SettingTable): string[] {
  const settings = [...settingsOf(manifest)];
  const guarded = settings.filter(([id]) => !WORKSPACE_SETTING_IDS.includes(id)).map(([id]) => id);
  const open = settings.filter(([, { scope }]) => scope !== 'application').map(([id]) => id);
  const allowed = settings.map(([id]) => id).filter(id => WORKSPACE_SETTING_IDS.includes(id));
  const read = Object.keys(table).filter(id => table[id]?.workspaceMaySet === true);
  const restricted = manifest.capabilities.untrustedWorkspaces.restrictedConfigurations;
  return [
    ...listDifferences(['the settings a workspace may set', allowed], ['those without application scope', open]),
    ...listDifferences(['the settings a workspace may set', allowed], ['those the code takes from one', read]),
    ...listDifferences(['the guarded settings', guarded], ['restrictedConfigurations', restricted]),
  ];
}

/** Finds settings with a missing or duplicate order in their section. */
function orderProblems({ contributes }: Manifest): string[] {
  return contributes.configuration.flatMap(({ properties }) => {
    const settings = Object.entries(properties);
    return settings.flatMap(([id, { order }], index) =>
      order === undefined || settings.findIndex(([, each]) => each.order === order) !== index
        ? [`${id}: its order is missing or another one's`]
        : [],
    );
  });
}

function rowProblems(schema: SettingSchema, row: SettingRow): string[] {
  const problems: string[] = [];
  if (!('default' in schema)) problems.push('the manifest has no default');
  if (!isDeepStrictEqual(schema.default, row.default)) problems.push('the defaults differ');
  const accepts = (value: unknown): boolean => isDeepStrictEqual(row.parse(value), value);
  if (!accepts(row.default)) problems.push('the code refuses its own default');
  for (const choice of schema.enum ?? []) if (!accepts(choice)) problems.push(`the code refuses ${choice}`);
  if (schema.enum && row.parse('no such choice') !== undefined) problems.push('the code takes any text');
  const described = schema.enumDescriptions ?? schema.markdownEnumDescriptions;
  if (schema.enum?.length !== described?.length) problems.push('not every choice is described');
  return [...problems, ...rangeProblems(schema, row)];
}

function rangeProblems({ minimum, maximum }: SettingSchema, row: SettingRow): string[] {
  const isBoundary = (last: number | undefined, beyond: -1 | 1): boolean =>
    last === undefined || (row.parse(last) === last && row.parse(last + beyond) === undefined);
  return [
    ...(isBoundary(minimum, -1) ? [] : ['the least value differs']),
    ...(isBoundary(maximum, 1) ? [] : ['the largest value differs']),
  ];
}
