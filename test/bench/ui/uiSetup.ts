import { startServer } from '../../workbench/driver/server';
import { builtPackage } from '../../workbench/setup/builtPackage';
import { ensurePrerequisites } from '../../workbench/setup/prerequisites';

/** A code-server with the extension installed, to be measured in. */
export interface UiSetup {
  readonly port: number;
  /** Path of Chromium. */
  readonly chromium: string;
  stop(): Promise<void>;
}

/** Packages the extension and starts code-server with it. */
export async function startUi(): Promise<UiSetup> {
  const { codeServer, chromium } = await ensurePrerequisites((line) => {
    console.error(line);
  });
  const { port, stop } = await startServer(codeServer, [await builtPackage()]);
  return { port, chromium, stop };
}
