import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { readText, REPOSITORY } from '../architecture/sourceFiles.ts';
import { WALKTHROUGH_IDS } from './contract.ts';
import { listDifferences } from './listDifferences.ts';
import { type ManifestFiles, resolve, settingsOf, type WalkthroughStep } from './manifest.ts';

/** Finds steps that refer to something unknown, that are never completed, or whose picture is missing. */
export function walkthroughProblems(files: ManifestFiles, table: readonly string[]): string[] {
  const { walkthroughs } = files.manifest.contributes;
  const ids = walkthroughs.map(({ id }) => id);
  return [
    ...listDifferences(['the walkthroughs', ids], ['the contract', WALKTHROUGH_IDS]),
    ...listDifferences(['the walkthroughs', ids], ['the code', table]),
    ...walkthroughs.flatMap(({ steps }) => {
      const names = steps.map(({ id }) => id);
      return [
        ...listDifferences(['the steps', names], ['themselves', [...new Set(names)]]),
        ...steps.flatMap(step => stepProblems(files, step).map(problem => `${step.id}: ${problem}`)),
      ];
    }),
  ];
}

/** Finds context keys that the manifest uses but the code never sets, and the reverse. */
export function contextKeyProblems({ manifest }: ManifestFiles, table: readonly string[]): string[] {
  const conditions = [...JSON.stringify(manifest).matchAll(/"when":"([^"]*)"|"onContext:([^"]*)"/g)];
  const asked = conditions
    .map(([, when = '', event = '']) => (when + event).replace(/(==|!=|=~)\s*\S+/g, ''))
    .flatMap(condition => condition.match(/\bwenxin\.[\w.]+/g) ?? []);
  return listDifferences(['the conditions of the manifest', [...new Set(asked)]], ['the table of context keys', table]);
}

/**
 * Finds what would break a walkthrough picture. VS Code's content security policy allows no styles, scripts or external
 * resources, so theme colours must be in attributes, each with a fallback.
 */
export function pictureProblems(svg: string): string[] {
  const colours = [...svg.matchAll(/(?:fill|stroke|stop-color)="([^"]*)"/g)].map(([, colour = '']) => colour);
  return [
    ...(/<(style|script|image|foreignObject|text)\b|\s(style|on\w+)=|href=/.exec(svg)?.slice(0, 1) ?? []),
    ...(/<svg[^>]* viewBox="0 0 \d+ \d+"/.test(svg) ? [] : ['no view box']),
    ...colours.filter(colour => !/^(none|var\(--vscode-[\w-]+, ?.+\))$/.test(colour)),
  ];
}

function stepProblems({ manifest, english, chinese }: ManifestFiles, step: WalkthroughStep): string[] {
  const buttons = [english, chinese].map(texts => buttonsOf(resolve(step.description, texts)));
  const [events, settings] = ['onCommand', 'onSettingChanged'].map(name => eventsOf(step, name));
  const commands = manifest.contributes.commands.map(({ command }) => command);
  const ours = [...buttons.flat().map(target => target.replace(/^command:|\?.*$/g, '')), ...(events ?? [])];
  return [
    ...listDifferences(['the English buttons', buttons[0] ?? []], ['the Chinese ones', buttons[1] ?? []]),
    ...(buttons[0]?.length === 0 ? ['it has no button'] : []),
    ...(step.completionEvents.length === 0 ? ['it is never done'] : []),
    ...ours.filter(id => id.startsWith('wenxin.') && !commands.includes(id)).map(id => `${id} is no command`),
    ...(settings ?? []).filter(id => !settingsOf(manifest).has(id)).map(id => `${id} is no setting`),
    ...(existsSync(join(REPOSITORY, step.media.svg))
      ? pictureProblems(readText(step.media.svg)).map(problem => `${step.media.svg}: ${problem}`)
      : [`${step.media.svg} does not exist`]),
  ];
}

/** Returns the targets of a step's buttons: VS Code makes a button of each line that has only a link. */
function buttonsOf(description: string): string[] {
  return [...description.matchAll(/^\[[^\]]+\]\(([^)]+)\)$/gm)].map(([, target = '']) => target);
}

function eventsOf({ completionEvents }: WalkthroughStep, name: string): string[] {
  return completionEvents.filter(event => event.startsWith(`${name}:`)).map(event => event.slice(name.length + 1));
}
