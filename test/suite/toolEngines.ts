import { execFile } from 'node:child_process';
import { promisify } from 'node:util';

/** Command lines of the tool engines that this process has started; none are seen on Windows. */
export async function toolEngines(): Promise<string[]> {
  if (process.platform === 'win32') return [];
  const { stdout } = await promisify(execFile)('ps', ['-A', '-o', 'ppid=,args=']);
  return stdout.split('\n').filter((line) => {
    const [parent, ...command] = line.trim().split(/\s+/);
    return parent === String(process.pid) && /main\.js tools( \d+)?$/.test(command.join(' '));
  });
}
