import { ensureChromium } from './chromium';
import { ensureCodeServer, type CodeServer } from './codeServer';
import type { Say } from './debianPackages';

/** The programs that the tests in VS Code run on. */
export interface Prerequisites {
  readonly codeServer: CodeServer;
  /** Path of Chromium. */
  readonly chromium: string;
}

/**
 * Finds or installs them.
 * @throws Error that says in a sentence what is missing and how to get it.
 */
export async function ensurePrerequisites(say: Say): Promise<Prerequisites> {
  return { codeServer: await ensureCodeServer(say), chromium: await ensureChromium(say) };
}
