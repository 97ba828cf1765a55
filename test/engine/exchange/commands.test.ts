import { readdirSync } from 'node:fs';
import { basename, join } from 'node:path';
import { afterEach, expect, test, vi } from 'vitest';
import { runProgram } from '../../../engine/cli/program';
import { listRuns } from '../../../engine/runs/listRuns';
import { fakeTerminal } from '../cli/fakeTerminal';
import { temporaryFolder } from '../runs/temporaryFolder';
import { torchFile } from './importedRun';

const folder = temporaryFolder();
afterEach(() => vi.restoreAllMocks());

async function simclr(...args: string[]): Promise<{ code: number; output: string; errors: string }> {
  const terminal = fakeTerminal();
  const code = await runProgram([...args, '--runs', folder()], terminal);
  return { code, output: terminal.output, errors: terminal.errors };
}

const small = ['--set', 'data.builtin.train=64', '--set', 'data.builtin.test=32', '--threads', '1'];
const importing = ['import', torchFile, '--data', 'builtin', ...small];
const fitting = [...importing, '--batch-size', '16'];

test('takes weights in, and gives them out again', async () => {
  const { code, output } = await simclr(...importing, '--batch-size', '16', '--name', 'theirs');
  expect(code).toBe(0);
  expect(output).toContain('_theirs: ResNet-18 of width 2 with its head.');
  expect(output).toContain(
    'Left out: module.encoder.fc.weight, module.encoder.fc.bias, 22 × num_batches_tracked',
  );
  const [run] = listRuns(folder()).runs;
  expect(run).toMatchObject({
    state: 'stopped',
    record: {
      importedFrom: basename(torchFile),
      config: { encoder: { architecture: 'resnet18', width: 2 }, head: { outputSize: 5 }, batchSize: 16 },
    },
  });

  // It is remembered when the run has gone on, too.
  expect((await simclr('show', 'theirs')).output).toMatch(
    new RegExp(`weights from +${basename(torchFile)}\\n`),
  );

  const file = join(folder(), 'out.onnx');
  const exported = await simclr('export', 'theirs', '-o', file);
  expect(exported.output).toMatch(/ResNet-18 after 0 steps, h of 16, 5\d(\.\d)? KB\./);
  expect(readdirSync(folder())).toContain('out.onnx');
  // A checkpoint of our own is taken in as it lies.
  const checkpoint = join(run?.paths.checkpoints ?? '', 'step-00000000.safetensors');
  const again = await simclr('import', checkpoint, '--data', 'builtin', ...small, '--batch-size', '8');
  expect(again.code).toBe(0);
  expect(listRuns(folder()).runs).toHaveLength(2);
});

test('takes an encoder that was asked for as it is in the file, and the recipe of a preset for another', async () => {
  const agreeing = ['--encoder', 'resnet18', '--width', '2', '--set', 'encoder.stem=imagenet'];
  const others = ['--preset', 'cifar', '--set', 'head.hiddenSize=6', '--batch-size', '16'];
  const { code, errors } = await simclr(...importing, ...agreeing, ...others);
  expect(errors).toBe('');
  expect(code).toBe(0);
  expect(listRuns(folder()).runs[0]?.record.config).toMatchObject({
    encoder: { architecture: 'resnet18', width: 2, stem: 'imagenet' },
    epochs: 200,
  });
});

test('takes what is too large to train on here, and says so', async () => {
  vi.spyOn(process, 'availableMemory').mockReturnValue(1e6);
  const { code, output } = await simclr(...importing, '--batch-size', '16');
  expect(code).toBe(0);
  expect(output).toMatch(
    /It can be judged, but not trained on from as configured: this run would take .* GiB of memory/,
  );
  expect((await simclr('resume', 'latest', '--threads', '1')).errors).toMatch(
    /this run would take .* of memory/,
  );
});

test('an import or an export that is stopped says so, exits as a shell expects, and leaves nothing', async () => {
  /** As Ctrl-C pressed when the work has just begun. */
  const stopped = async (...args: string[]) => {
    const stop = (event: string | symbol) => {
      if (event !== 'SIGINT') return;
      process.off('newListener', stop);
      queueMicrotask(() => process.emit('SIGINT', 'SIGINT'));
    };
    process.on('newListener', stop);
    return simclr(...args);
  };
  const output = expect.stringMatching(/(^|\n)Stopping; nothing is written\.\n$/) as string;
  expect(await stopped(...fitting)).toEqual({ code: 130, output, errors: '' });
  expect(listRuns(folder())).toMatchObject({ runs: [], broken: [] });
  await simclr(...fitting);
  const before = readdirSync(folder());
  for (const name of ['out.safetensors', 'out.onnx']) {
    const result = await stopped('export', 'latest', '-o', join(folder(), name));
    expect(result).toEqual({ code: 130, output, errors: '' });
    expect(readdirSync(folder())).toEqual(before);
  }
});

test.each([
  [[...importing], 'batchSize is 256, but data.builtin.train makes only 64 images'],
  [
    [...fitting, '--encoder', 'resnet50'],
    `encoder.architecture is to be "resnet50", but in ${torchFile} it is "resnet18": leave it out`,
  ],
  [
    [...fitting, '--set', 'encoder.widthMultiplier=2'],
    `encoder.width is to be 128, but in ${torchFile} it is 2`,
  ],
  [[...fitting, '--set', 'encoder.stem=cifar'], 'encoder.stem is to be "cifar"'],
  [[...fitting, '--set', 'head.outputSize=64'], `head.outputSize is to be 64, but in ${torchFile} it is 5`],
  [['import', torchFile, '--data', 'nowhere'], 'data.source "nowhere" does not exist'],
  [['import', 'nowhere.safetensors', '--data', 'builtin'], 'nowhere.safetensors does not exist'],
  [['export', 'nobody', '-o', 'x.onnx'], 'there are no runs in'],
])('refuses %j in a sentence and leaves no run', async (args, sentence) => {
  const { code, errors } = await simclr(...args);
  expect(code).toBe(1);
  expect(errors).toContain(sentence);
  expect(errors).not.toMatch(/\n +at /);
  expect(listRuns(folder()).runs).toEqual([]);
});
