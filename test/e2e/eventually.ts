const PATIENCE_MS = 10_000;
const PAUSE_MS = 100;

/** Looks again and again until what is seen is right, and gives that; throws with what was seen last. */
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
