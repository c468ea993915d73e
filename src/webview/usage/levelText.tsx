import type { VNode } from 'preact';
import type { Level } from '../../protocol/usageReportView.ts';
import { Icon, type IconName } from './icon.tsx';

const ICONS: Readonly<Record<Level, IconName>> = { good: 'check', warning: 'warning', bad: 'error' };

/** A level as text and icon: colour alone is not accessible. */
export function LevelText({ level, text }: { level: Level; text: string }): VNode {
  return (
    <span class={`level ${level}`}>
      <Icon name={ICONS[level]} />
      <span>{text}</span>
    </span>
  );
}
