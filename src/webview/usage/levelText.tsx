import type { VNode } from 'preact';
import type { Level } from '../../protocol/usageReportView.ts';
import { Icon, type IconName } from './icon.tsx';

const ICONS: Readonly<Record<Level, IconName>> = { good: 'check', warning: 'warning', bad: 'error' };

/** How something stands, by words and a picture: colour alone tells nobody anything. */
export function LevelText({ level, text }: { level: Level; text: string }): VNode {
  return (
    <span class={`level ${level}`}>
      <Icon name={ICONS[level]} />
      <span>{text}</span>
    </span>
  );
}
