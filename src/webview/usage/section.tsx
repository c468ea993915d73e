import type { ComponentChildren, VNode } from 'preact';

interface SectionProps {
  readonly id: string;
  readonly title: string;
  /** Sentences that summarize the section. */
  readonly notes?: readonly string[];
  readonly children: ComponentChildren;
}

/** A section of the page with its heading. */
export function Section({ id, title, notes = [], children }: SectionProps): VNode {
  return (
    <section class="section" aria-labelledby={`${id}Title`}>
      <h2 id={`${id}Title`}>{title}</h2>
      {notes.map(note => (
        <p key={note} class="note">
          {note}
        </p>
      ))}
      {children}
    </section>
  );
}
