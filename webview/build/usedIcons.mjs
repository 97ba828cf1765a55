import { readFile } from 'node:fs/promises';
import subsetFont from 'subset-font';
import { iconNames } from '../components/iconNames.mts';

/**
 * Puts the icons in use into the style sheets themselves, instead of a font with all of them beside. Of a page that is
 * closed while it still loads a file the editor keeps the next page waiting for half a minute, and a font is asked for late,
 * when the first icon is drawn.
 */
export const usedIcons = {
  name: 'used icons',
  setup(build) {
    build.onLoad({ filter: /\bcodicon\.css$/ }, async ({ path }) => {
      const { sheet, characters } = ofIcons(await readFile(path, 'utf8'), iconNames);
      const font = await readFile(path.replace(/css$/, 'ttf'));
      const subset = await subsetFont(font, characters, { targetFormat: 'woff2' });
      const address = `url("data:font/woff2;base64,${subset.toString('base64')}") format("woff2")`;
      return { contents: sheet.replace(/url\([^)]*\) format\("truetype"\)/, address), loader: 'css' };
    });
  },
};

/**
 * The codicons' style sheet without the icons that are not named, and the characters of those that are.
 * @throws Error when there is no icon of a name.
 */
function ofIcons(all, names) {
  const found = new Map();
  const sheet = all.replaceAll(
    /^\.codicon-([\w-]+):before \{ content: "\\([0-9a-f]+)" \}$/gm,
    (rule, name, code) => {
      if (!names.includes(name)) return '';
      found.set(name, String.fromCodePoint(Number.parseInt(code, 16)));
      return rule;
    },
  );
  const missing = names.filter((name) => !found.has(name));
  if (missing.length > 0)
    throw new Error(`There are no such icons among the codicons: ${missing.join(', ')}.`);
  return { sheet, characters: [...found.values()].join('') };
}
