import { existsSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test, vi } from 'vitest';
import { CancellationTokenSource } from 'vscode-jsonrpc/node';
import { runConfigSchema } from '../../../engine/config/runConfig';
import { installStandIn, standInEnvironment } from '../../engine/backends/cuda/standInPackage';
import { temporaryFolder } from '../../engine/runs/temporaryFolder';
import { until } from '../../engine/serve/until';
import { endedRun } from '../runs/diskRuns';
import { windows } from './windows';

vi.mock('vscode', async () => await import('../fakeVscode'));

const folder = temporaryFolder();
const { openTool } = windows();

const builtin = { train: 32, test: 16, size: 16 };
const config = runConfigSchema.parse({ data: { builtin, imageSize: 16 } });
const question = () => ({ data: config.data, baseFolder: folder(), seed: 0 });
const picture = () => ({ config, baseFolder: folder(), runsFolder: folder(), images: 2, pairs: 2 });

test('describes data and draws views in one process, which is started when it is asked', async () => {
  const { tool, children } = openTool();
  expect(children).toHaveLength(0);
  expect((await tool.inspect(question())).format).toBe('builtin');
  const png = await tool.preview(picture());
  expect([...png.slice(1, 4)]).toEqual([...Buffer.from('PNG')]);
  expect(children).toHaveLength(1);
});

test('passes the engine’s sentences on', async () => {
  const { tool } = openTool();
  const data = { ...config.data, source: 'missing', format: 'auto' } as const;
  await expect(tool.inspect({ ...question(), data })).rejects.toThrow(/missing/);
});

test('a question can be taken back', async () => {
  const { tool } = openTool();
  const source = new CancellationTokenSource();
  const large = runConfigSchema.parse({ data: { builtin: { train: 10_000, size: 128 } } });
  const answer = tool.preview({ ...picture(), config: large }, source.token);
  setTimeout(() => source.cancel(), 300);
  await expect(answer).rejects.toThrow('Canceled');
});

test('tells each question’s progress to whoever asked it, and to nobody else', async () => {
  const { tool } = openTool();
  const { token } = new CancellationTokenSource();
  const open = async (train: number) => {
    const data = runConfigSchema.parse({ data: { builtin: { train, test: 16, size: 32 } } }).data;
    const source = { data, baseFolder: folder(), runsFolder: folder(), seed: 0 };
    const told: number[] = [];
    await tool.openStudio({ source, choices: 1, lot: 0 }, token, ({ total }) => void told.push(total));
    return told;
  };
  const [few, many] = await Promise.all([open(600), open(800)]);
  expect([new Set(few), new Set(many)]).toEqual([new Set([616]), new Set([816])]);
});

test('a report that is called off ends in the engine, too, and leaves nothing', async () => {
  const { tool } = openTool();
  const runFolder = endedRun(folder(), 'stopped', 'first');
  const lines = Array.from(
    { length: 300_000 },
    (_, i) => `{"step":${i},"epoch":${i / 10},"time":${i},"loss":1}\n`,
  );
  writeFileSync(join(runFolder, 'metrics.jsonl'), lines.join(''));
  const path = join(folder(), 'report.html');
  const source = new CancellationTokenSource();
  const answer = tool.writeReport({ runFolder, path }, source.token);
  // Questions are begun in the order in which they come: by this answer, the lines are being read.
  await tool.inspect(question());
  source.cancel();
  await expect(answer).rejects.toThrow('Canceled');
  // By the time of this one, which reads as much, it would have been written.
  await tool.writeReport({ runFolder, path: join(folder(), 'another.html') });
  expect(existsSync(path)).toBe(false);
});

test('is started again after a crash, but not for ever', async () => {
  const { tool, children } = openTool();
  for (let crash = 1; crash <= 3; crash++) {
    await tool.inspect(question());
    const child = children.at(-1);
    child?.kill('SIGKILL');
    await until(() => child?.signalCode === 'SIGKILL');
  }
  await expect(tool.inspect(question())).rejects.toThrow('The engine has crashed 3 times');
  expect(children).toHaveLength(3);
  await tool.restart();
  expect((await tool.inspect(question())).format).toBe('builtin');
});

test('an engine that dies in the middle of an answer says so', async () => {
  const { tool, children } = openTool();
  await tool.inspect(question());
  const answer = tool.backends();
  setTimeout(() => children.at(-1)?.kill('SIGKILL'), 20);
  await expect(answer).rejects.toThrow('The engine ended before it answered');
});

test('says before its answer that CUDA is warming up, and has ended when a restart has', async () => {
  const packages = installStandIn();
  for (const [name, value] of Object.entries(standInEnvironment(packages, 'works'))) vi.stubEnv(name, value);
  const { tool, children } = openTool();
  const phases: string[] = [];
  const [cuda] = await tool.backends(({ phase }) => void phases.push(phase));
  expect(cuda).toMatchObject({ name: 'cuda', available: true });
  expect(phases).toEqual(['warmingUp']);
  await tool.restart();
  expect(children[0]?.signalCode).not.toBeNull();
  vi.unstubAllEnvs();
  rmSync(packages, { recursive: true });
});

test('ends when nobody asks any more, and with the window', async () => {
  const idle = openTool(0.001);
  await idle.tool.inspect(question());
  await until(() => idle.children[0]?.signalCode ?? null);
  expect((await idle.tool.inspect(question())).format).toBe('builtin');
  const closing = openTool();
  await closing.tool.inspect(question());
  closing.tool.dispose();
  await until(() => closing.children[0]?.signalCode ?? null);
});
