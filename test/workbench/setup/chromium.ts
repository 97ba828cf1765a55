import { installDebianPackages, type Say } from './debianPackages';
import { findProgram, isExecutable } from './findProgram';

const names = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable'];
const macPaths = ['Chromium', 'Google Chrome'].map(
  (name) => `/Applications/${name}.app/Contents/MacOS/${name}`,
);

/**
 * Path of a Chromium; `SIMCLR_CHROMIUM` names one that lies elsewhere.
 * @throws Error when that one cannot be run.
 */
function findChromium(): string | undefined {
  const named = process.env['SIMCLR_CHROMIUM'];
  if (named === undefined) return findProgram(...names) ?? macPaths.find(isExecutable);
  if (isExecutable(named)) return named;
  throw new Error(`SIMCLR_CHROMIUM names ${named}, which cannot be run.`);
}

/**
 * Path of a Chromium, installed where there is none yet.
 * @throws Error that names what to install.
 */
export async function ensureChromium(say: Say): Promise<string> {
  const found = findChromium();
  if (found !== undefined) return found;
  // Without a font of its own the page would show boxes.
  await installDebianPackages(['chromium', 'fonts-liberation'], say);
  const installed = findChromium();
  if (installed !== undefined) return installed;
  throw new Error(
    'The tests in VS Code need Chromium: install it ("apt-get install chromium"), or name it in SIMCLR_CHROMIUM.',
  );
}
