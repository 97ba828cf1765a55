import { l10n } from 'vscode';
import { NpmError } from './runNpm';

/** What the lines that npm and the package's install script write mean, most telling first. */
const meanings: readonly { readonly pattern: RegExp; readonly sentence: () => string }[] = [
  {
    pattern: /ENOSPC|no space left/i,
    sentence: () => l10n.t('The disk is full: about 2 GB must be free.'),
  },
  {
    pattern: /ENOTFOUND|EAI_AGAIN|ECONNREFUSED|ECONNRESET|ENETUNREACH|ETIMEDOUT|EHOSTUNREACH|socket hang up/i,
    sentence: () =>
      l10n.t(
        'The network does not reach the npm registry and storage.googleapis.com, where TensorFlow comes from: check the connection, or name a proxy in the setting http.proxy or in HTTPS_PROXY.',
      ),
  },
  {
    pattern: /EACCES|EPERM/i,
    sentence: () =>
      l10n.t('A file could not be written: check the permissions of the folder of the extension.'),
  },
  {
    pattern: /E404|ETARGET|ENOVERSIONS/i,
    sentence: () => l10n.t('The npm registry that is set up does not have the package.'),
  },
  {
    pattern: /Unsupported system|EBADPLATFORM/i,
    sentence: () => l10n.t('There is no build of TensorFlow with CUDA for this system.'),
  },
  {
    pattern: /node-pre-gyp|node-gyp|gyp ERR/i,
    sentence: () =>
      l10n.t(
        'There is no build of the addon for this Node.js, and it could not be compiled: choose another.',
      ),
  },
];

/** Why the CUDA backend was not installed, in a sentence for the user. */
export function installFailure(error: unknown): string {
  if (!(error instanceof NpmError)) return error instanceof Error ? error.message : String(error);
  const text = error.lines.join('\n');
  const known = meanings.find(({ pattern }) => pattern.test(text));
  return known?.sentence() ?? l10n.t('{0}: the log says why.', error.message);
}
