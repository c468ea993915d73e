const PATIENCE_MS = 60_000;
const PAUSE_MS = 100;

/** Polls until the value is right, and returns it. Throws with the last value after a minute. */
export async function eventually<Seen>(
  look: () => Seen | Promise<Seen>,
  isRight: (seen: Seen) => boolean,
): Promise<Seen> {
  const end = Date.now() + PATIENCE_MS;
  for (;;) {
    const seen = await look();
    if (isRight(seen)) return seen;
    if (Date.now() > end) throw new Error(`Seen last: ${JSON.stringify(seen)}`);
    await new Promise(resolve => setTimeout(resolve, PAUSE_MS));
  }
}
