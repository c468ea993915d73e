/** Resolves when the last message is painted. */
const PAINTED = 'new Promise(done => requestAnimationFrame(() => setTimeout(done)))';

/** A change that is not rendered by then is lost. */
const MAX_FRAMES = 120;

/** Returns a script that does nothing for this time. */
export function resting(durationMs: number): string {
  return `new Promise(done => setTimeout(done, ${durationMs}))`;
}

/** Returns a script that streams an answer token by token; the host forwards them once a frame. */
export function streaming(text: string, turnId: string, tokens: { perSecond: number; characters: number }): string {
  return `(async () => {
    const text = ${JSON.stringify(text)};
    const startedAt = performance.now();
    let sent = 0;
    while (sent < text.length) {
      await new Promise(done => setTimeout(done, 16));
      const due = Math.floor(((performance.now() - startedAt) / 1000) * ${tokens.perSecond}) * ${tokens.characters};
      if (due > sent) tell({ type: 'delta', turnId: ${JSON.stringify(turnId)}, reasoning: '', text: text.slice(sent, due) });
      sent = Math.max(sent, due);
    }
    await ${PAINTED};
  })()`;
}

/** Returns a script that measures from a delta's arrival to its paint, in milliseconds. */
export function firstPixel(turnId: string): string {
  return `(async () => {
    const before = document.querySelector('[data-turn="${turnId}"]').textContent.length;
    const startedAt = performance.now();
    tell({ type: 'delta', turnId: ${JSON.stringify(turnId)}, reasoning: '', text: '好' });
    for (let frame = 0; frame < ${MAX_FRAMES}; frame++) {
      await ${PAINTED};
      if (document.querySelector('[data-turn="${turnId}"]').textContent.length > before) return performance.now() - startedAt;
    }
    return NaN;
  })()`;
}

/** Measures from Enter in the composer to the message to the host, in milliseconds. No answer may be in progress. */
export const ENTER_TO_MESSAGE = `(async () => {
  const field = document.querySelector('textarea');
  field.focus();
  document.execCommand('insertText', false, 'Why?');
  await ${PAINTED};
  const asked = () => posted.filter(({ type }) => type === 'ask').length;
  const before = asked();
  const startedAt = performance.now();
  field.dispatchEvent(new KeyboardEvent('keydown', { key: 'Enter', bubbles: true, cancelable: true }));
  return asked() > before ? performance.now() - startedAt : NaN;
})()`;
