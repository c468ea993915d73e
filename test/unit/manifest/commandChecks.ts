import { existsSync } from 'node:fs';
import { join } from 'node:path';
import codicons from '@vscode/codicons/dist/metadata.json' with { type: 'json' };
import { REPOSITORY } from '../architecture/sourceFiles.ts';
import { CONTAINER_IDS, COMMAND_TITLES, MENU_COMMANDS, VIEW_IDS } from './contract.ts';
import { listDifferences } from './listDifferences.ts';
import { type Manifest, type ManifestFiles, resolve } from './manifest.ts';

/** Compares the manifest's commands with the code's table and the names that users rely on. */
export function commandProblems({ manifest, english }: ManifestFiles, table: readonly string[]): string[] {
  const { commands } = manifest.contributes;
  const ids = commands.map(({ command }) => command);
  const known = [...Object.keys(COMMAND_TITLES), ...Object.keys(MENU_COMMANDS)];
  const titles = new Map(commands.map(({ command, title }) => [command, resolve(title, english)]));
  return [
    ...listDifferences(['the manifest', ids], ['the table of commands', table]),
    ...listDifferences(['the manifest', ids], ['the contract', known]),
    ...Object.entries(COMMAND_TITLES)
      .filter(([id, title]) => titles.get(id) !== title)
      .map(([id, title]) => `${id} is not called “${title}”`),
    ...commands
      .filter(({ category }) => category !== '%category%')
      .map(({ command }) => `${command} is not in the category`),
  ];
}

/** Finds menus, keybindings and views that refer to something unknown, or show what must be hidden. */
export function placementProblems({ contributes }: Manifest, viewTable: readonly string[]): string[] {
  const ids = contributes.commands.map(({ command }) => command);
  const items = Object.values(contributes.menus).flat();
  const hidden = (contributes.menus['commandPalette'] ?? []).filter(({ when }) => when === 'false');
  const submenus = contributes.submenus.map(({ id }) => id);
  const views = Object.values(contributes.views).flatMap(list => list.map(({ id }) => id));
  const containers = Object.values(contributes.viewsContainers).flatMap(list => list.map(({ id }) => id));
  const placed = [...items, ...contributes.keybindings];
  const submenuIds = Object.keys(contributes.menus).filter(menu => menu.startsWith('wenxin'));
  return [
    ...placed.flatMap(({ command }) => (command && !ids.includes(command) ? [`${command} does not exist`] : [])),
    ...listDifferences(
      ['the menu commands', Object.keys(MENU_COMMANDS)],
      ['the hidden ones', hidden.flatMap(({ command }) => command ?? [])],
    ),
    ...listDifferences(['the submenus', submenus], ['the menus', submenuIds]),
    ...listDifferences(['the submenus', submenus], ['the menu items', items.flatMap(({ submenu }) => submenu ?? [])]),
    ...listDifferences(['the views', views], ['the contract', VIEW_IDS]),
    ...listDifferences(['the views', views], ['the table of views', viewTable]),
    ...listDifferences(['the containers', containers], ['the contract', CONTAINER_IDS]),
    ...Object.keys(contributes.views)
      .filter(container => !containers.includes(container))
      .map(container => `${container} is no container`),
    ...placed
      .flatMap(({ when = '' }) => [...when.matchAll(/view == ([\w.]+)/g)])
      .flatMap(([, view = '']) => (views.includes(view) ? [] : [`${view} is no view`])),
  ];
}

/** Finds icons that are neither a file of the repository nor one of VS Code's own. */
export function iconProblems({ icon, contributes }: Manifest): string[] {
  const ours = [...Object.values(contributes.viewsContainers), ...Object.values(contributes.views)].flat();
  const icons = [icon, ...[...ours, ...contributes.commands].flatMap(each => each.icon ?? [])];
  return icons
    .filter(each => {
      const name = /^\$\(([\w-]+)\)$/.exec(each)?.[1];
      return name === undefined ? !existsSync(join(REPOSITORY, each)) : !Object.hasOwn(codicons, name);
    })
    .map(each => `the icon ${each} does not exist`);
}
