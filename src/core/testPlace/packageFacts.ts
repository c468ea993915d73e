/** What a package.json says about tests. */
export interface PackageFacts {
  /** Names of all dependencies. */
  readonly packages: ReadonlySet<string>;
  /** The scripts whose names begin with `test`. */
  readonly scripts: readonly string[];
  /** Whether JavaScript files are ES modules. */
  readonly isModule: boolean;
}

const KINDS = ['dependencies', 'devDependencies', 'peerDependencies', 'optionalDependencies'] as const;

/** Parses a package.json; `undefined` if it is not valid JSON. */
export function packageFacts(text: string): PackageFacts | undefined {
  const manifest = parsed(text);
  if (manifest === undefined) return undefined;
  const scripts = Object.entries(recordOf(manifest['scripts'])).filter(([name]) => name.startsWith('test'));
  return {
    packages: new Set(KINDS.flatMap(kind => Object.keys(recordOf(manifest[kind])))),
    scripts: scripts.map(([, script]) => script).filter(script => typeof script === 'string'),
    isModule: manifest['type'] === 'module',
  };
}

/** Combines the packages around a file, nearest first; packages further out add what nearer ones lack. */
export function togetherFacts(nearestFirst: readonly PackageFacts[]): PackageFacts {
  return {
    packages: new Set(nearestFirst.flatMap(({ packages }) => [...packages])),
    scripts: nearestFirst.find(({ scripts }) => scripts.length > 0)?.scripts ?? [],
    isModule: nearestFirst[0]?.isModule ?? false,
  };
}

function parsed(text: string): Readonly<Record<string, unknown>> | undefined {
  try {
    return recordOf(JSON.parse(text));
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
}

function recordOf(value: unknown): Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {};
}
