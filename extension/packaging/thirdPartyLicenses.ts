import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';

/**
 * The licences of everything that is bundled, in one text: what came from node_modules is read from the bundles' source
 * maps, so that nothing is named that does not ship and nothing that ships is left out.
 * @param bundles paths of the bundles, each with its map beside it.
 */
export async function thirdPartyLicenses(root: string, bundles: readonly string[]): Promise<string> {
  const names = new Set<string>();
  for (const bundle of bundles) {
    const map = JSON.parse(await readFile(`${bundle}.map`, 'utf8')) as { sources: string[] };
    for (const source of map.sources) {
      const [, name] = /node_modules\/((?:@[^/]+\/)?[^/]+)\/(?!.*node_modules\/)/.exec(source) ?? [];
      if (name !== undefined) names.add(name);
    }
  }
  const parts = await Promise.all([...names].sort().map((name) => licenseOf(root, name)));
  return `SimCLR Lab contains parts of the packages below.\n\n${parts.join('\n')}`;
}

async function licenseOf(root: string, name: string): Promise<string> {
  const folder = join(root, 'node_modules', name);
  const manifest = JSON.parse(await readFile(join(folder, 'package.json'), 'utf8')) as {
    version: string;
    license?: string;
  };
  const file = (await readdir(folder)).find((entry) => /^licen[cs]e/i.test(entry));
  const text = file === undefined ? '' : await readFile(join(folder, file), 'utf8');
  return `${name} ${manifest.version} (${manifest.license ?? 'see below'})\n\n${text.trim()}\n\n${'-'.repeat(80)}\n`;
}
