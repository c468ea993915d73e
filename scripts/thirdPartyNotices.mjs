import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import { fileURLToPath, URL } from 'node:url';

const ROOT = fileURLToPath(new URL('..', import.meta.url));

/**
 * Collects the licences of all bundled third-party code, as those licences require.
 *
 * @param {readonly string[]} modules paths of all bundled modules
 */
export async function thirdPartyNotices(modules) {
  const names = new Set();
  for (const module of modules) {
    const [, name] = /.*node_modules\/((?:@[^/]+\/)?[^/]+)\//.exec(module.replaceAll('\\', '/')) ?? [];
    if (name !== undefined) names.add(name);
  }
  const notices = await Promise.all([...names].sort().map(noticeOf));
  return `Ask Wenxin contains parts of these packages.\n\n${notices.join('\n')}`;
}

/** @param {string} name */
async function noticeOf(name) {
  const folder = path.join(ROOT, 'node_modules', name);
  const manifest = JSON.parse(await readFile(path.join(folder, 'package.json'), 'utf8'));
  const files = (await readdir(folder)).filter(file => /^licen[cs]e/i.test(file)).sort();
  const texts = await Promise.all(files.map(file => readFile(path.join(folder, file), 'utf8')));
  const title = `${name} ${manifest.version} (${manifest.license})`;
  return [title, '-'.repeat(title.length), ...texts.map(text => text.trim()), ''].join('\n\n');
}
