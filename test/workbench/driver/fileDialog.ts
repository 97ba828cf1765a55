import { poll } from './poll';
import type { Workbench } from './workbench';

/** Answers the editor's question for a file, whose button has this name, with a path. */
export async function answerWithFile(workbench: Workbench, button: string, path: string): Promise<void> {
  const accept = workbench.page.getByRole('button', { name: button });
  await accept.waitFor();
  await poll('the answer', async () => {
    await workbench.quickInput.fill(path);
    // While it still looks at the folder it puts its own answer there.
    await workbench.page.waitForTimeout(500);
    if ((await workbench.quickInput.inputValue()) !== path) return false;
    await accept.click({ timeout: 5000 });
    await accept.waitFor({ state: 'hidden', timeout: 5000 });
    return true;
  });
}
