/** Why a file needs more than a click before it is changed. */
export type ProtectedBecause =
  /** It is in none of the open folders. */
  | 'outside'
  /** It is executed, decides what is executed, or is secret. */
  | 'sensitive'
  /** Its path may refer to another file than it seems to. */
  | 'unclear';

/** Folders, in lower case, whose files tell programs what to run or whom to trust. */
const FOLDERS = new Set(
  `.vscode .vscode-server .vscode-insiders .git .hg .svn .husky .githooks .cursor .windsurf .claude .codex .gemini .continue
   .kiro .trae .wenxin .idea .fleet .zed .devcontainer .circleci .buildkite .ssh .gnupg .aws .azure .gcloud .kube .docker
   .cargo .gradle .mvn .yarn .direnv .bundle`.split(/\s+/),
);

/** Folders that are protected only within a certain parent. */
const FOLDERS_IN = [
  ['.github', 'workflows'],
  ['.github', 'actions'],
  ['.config', 'fish'],
  ['.config', 'git'],
  ['.config', 'powershell'],
  ['.config', 'autostart'],
  ['.config', 'systemd'],
] as const;

/** File names, in lower case. */
const FILES = new Set(
  `.bashrc .bash_profile .bash_login .bash_logout .bash_aliases .profile .zshrc .zshenv .zprofile .zlogin .zlogout .kshrc
   .cshrc .tcshrc .login .logout config.fish .inputrc .vimrc .exrc .nvimrc .gdbinit .lldbinit .tmux.conf .curlrc .wgetrc
   .netrc _netrc .gitconfig .gitmodules .gitattributes .npmrc .yarnrc .yarnrc.yml .pnpmfile.cjs .pypirc .condarc
   .pre-commit-config.yaml lefthook.yml .lefthook.yml .mcp.json mcp.json .gitlab-ci.yml jenkinsfile azure-pipelines.yml
   .travis.yml bitbucket-pipelines.yml authorized_keys known_hosts id_rsa id_ed25519 crontab .cursorrules .windsurfrules`.split(
    /\s+/,
  ),
);

const FILE_PATTERNS = [
  /\.code-workspace$/,
  /^\.env(?:$|[.\-_]|rc$)/,
  /profile\.ps1$/,
  /^\.pre-commit-config\.ya?ml$/,
  /^lefthook(?:-local)?\.ya?ml$/,
];

/** Letters of other scripts, each with the Latin letter it resembles. NFKC does not unify them. */
const LOOKS_LIKE = new Map(
  'аa еe оo рp сc уy хx іi ѕs ԁd һh јj ӏl ɡg νv οo ιi κk ρp τt υu ѵv ոn սu ıi кk тt мm нh вb'
    .split(' ')
    .map(pair => [pair.slice(0, 1), pair.slice(1)] as const),
);

/**
 * Returns why the user must type a file's name before it is changed; `undefined` if a click is enough. It errs on the
 * side of protection: names that only look like a protected one are protected too.
 *
 * @param path absolute, of any operating system.
 * @param roots absolute paths of the open folders.
 */
export function protectedBecause(path: string, roots: readonly string[]): ProtectedBecause | undefined {
  const segments = path.split(/[\\/]+/).filter(segment => segment !== '');
  const names = segments.map(folded);
  const file = names.at(-1) ?? '';
  if (isSensitive(names, file)) return 'sensitive';
  if (isUnclear(path, segments)) return 'unclear';
  return roots.some(root => isWithin(path, root)) ? undefined : 'outside';
}

function isSensitive(names: readonly string[], file: string): boolean {
  return (
    names.some(name => FOLDERS.has(name)) ||
    FOLDERS_IN.some(([outer, inner]) => names.some((name, at) => name === outer && names[at + 1] === inner)) ||
    FILES.has(file) ||
    FILE_PATTERNS.some(pattern => pattern.test(file))
  );
}

/** `..`, `~`, alternate data streams, Windows short names, and trailing characters that Windows ignores. */
function isUnclear(path: string, segments: readonly string[]): boolean {
  const [drive = '', ...rest] = segments;
  const named = /^[a-z]:$/i.test(drive) ? rest : segments;
  return (
    !/^(?:[\\/]|[a-z]:[\\/])/i.test(path) ||
    path.includes('\0') ||
    named.some(name => name.includes(':') || /^\.\.?$|[. ]$|~\d|^~/.test(name) || /\p{Cf}|\p{Cc}/u.test(name))
  );
}

/** Normalises a name as the most lenient file system reads it, and as a user sees it. */
function folded(name: string): string {
  const [visible = ''] = name
    .normalize('NFKC')
    .replace(/\p{Cf}/gu, '')
    .split(':', 1);
  const letters = [...visible.toLowerCase().normalize('NFD').replace(/\p{M}/gu, '')];
  return letters
    .map(letter => LOOKS_LIKE.get(letter) ?? letter)
    .join('')
    .replace(/[. ]+$/, '');
}

/** Compares whole path segments. Only the drive letter is case-insensitive. */
function isWithin(path: string, root: string): boolean {
  const inner = parts(path);
  const outer = parts(root);
  return outer.length < inner.length && outer.every((name, index) => name === inner[index]);
}

function parts(path: string): string[] {
  const isUnc = /^[\\/]{2}[^\\/]/.test(path);
  const names = path
    .replace(/^([a-z]):/i, (_match, letter: string) => `${letter.toLowerCase()}:`)
    .split(/[\\/]+/)
    .filter(segment => segment !== '');
  return isUnc ? ['\\\\', ...names] : names;
}
