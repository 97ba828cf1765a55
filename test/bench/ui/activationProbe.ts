import { extensions } from 'vscode';

/** Called in the extension host: writes how long loading and activating the extension took, in milliseconds. */
export async function run(): Promise<void> {
  const extension = extensions.getExtension('simclr-lab.simclr-lab');
  if (!extension) throw new Error('The extension is not there.');
  if (extension.isActive) throw new Error('The extension was activated before it could be measured.');
  const start = performance.now();
  await extension.activate();
  console.log(`activation ${String(performance.now() - start)}`);
}
