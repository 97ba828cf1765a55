import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { runProgram } from '../../../engine/cli/program';
import type { Terminal } from '../../../engine/cli/terminal';
import { textWidth } from '../../../engine/cli/textWidth';
import { runConfigSchema } from '../../../engine/config/runConfig';
import { listRuns } from '../../../engine/runs/listRuns';
import type { RunRecord } from '../../../engine/runs/runRecord';
import { RunWriter } from '../../../engine/runs/runWriter';
import { gpuShortage } from '../../../engine/train/memoryShortage';
import type { TrainRunOptions } from '../../../engine/train/runEvents';
import { fakeTerminal } from './fakeTerminal';
import { scriptedRun } from './scriptedRun';

let folder: string;
let given: TrainRunOptions | null = null;
let trainRun = scriptedRun();
let confirm: Terminal['confirm'] = null;
vi.mock('../../../engine/serve/reachableRun', () => ({
  reachableTrainRun: (options: TrainRunOptions) => {
    given = options;
    return trainRun(options);
  },
}));
vi.mock('../../../engine/backends/describeBackends', () => ({
  describeBackends: () =>
    Promise.resolve([
      {
        name: 'cuda',
        available: false,
        chosen: false,
        detail: 'TensorFlow',
        reason: 'not installed',
        remedy: 'npm i x',
      },
      {
        name: 'cpu',
        available: true,
        chosen: true,
        detail: 'WebAssembly, 2 threads',
        selfTest: { passed: true, gflops: 48.6, build: 'wide', threads: 2 },
      },
    ]),
}));

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'simclr-cli-'));
  given = null;
  trainRun = scriptedRun();
  confirm = null;
});
afterEach(() => rmSync(folder, { recursive: true }));

/** Runs the program as a person in an 80-column window would, with its runs in the test's folder. */
async function simclr(...args: string[]): Promise<{ code: number; output: string; errors: string }> {
  const terminal = fakeTerminal({ confirm });
  const withRuns = /^(train|resume|runs|show)$/.test(args[0] ?? '') ? [...args, '--runs', folder] : args;
  const code = await runProgram(withRuns, terminal);
  return { code, output: terminal.output, errors: terminal.errors };
}

describe('help', () => {
  it.each(['train', 'resume', 'runs', 'show', 'evaluate', 'datasets', 'preview', 'backends'])(
    'simclr %s --help explains itself with examples, within 80 columns but for examples',
    async (name) => {
      const { code, output } = await simclr(name, '--help');
      expect(code).toBe(0);
      expect(output).toContain(`Usage: simclr ${name}`);
      expect(output).toMatch(new RegExp(`Examples:\n {2}simclr ${name}`));
      const explained = output.slice(0, output.indexOf('Examples:'));
      expect(Math.max(...explained.split('\n').map(textWidth))).toBeLessThanOrEqual(80);
    },
  );

  it('lists every command, and helps a slip of the keyboard', async () => {
    expect((await simclr('--help')).output).toMatch(
      /train .*\n[^]*resume[^]*runs[^]*show[^]*datasets[^]*preview[^]*backends/,
    );
    const wrong = await simclr('trian');
    expect(wrong.code).toBe(1);
    expect(wrong.errors).toMatch(/simclr: unknown command 'trian'[^]*train/);
  });
});

describe('train', () => {
  it('hands source, preset and flags to the trainer', async () => {
    const flags = [
      '--preset',
      'cifar',
      '--epochs',
      '3',
      '--batch-size',
      '64',
      '--threads',
      '2',
      '--name',
      '12',
    ];
    const { code } = await simclr(
      'train',
      'photos',
      ...flags,
      '--set',
      'loss.temperature=0.1',
      '--set',
      'optimizer.nesterov=false',
    );
    expect(code).toBe(0);
    expect(given?.config).toMatchObject({
      name: '12',
      data: { source: 'photos' },
      encoder: { architecture: 'resnet18' },
      epochs: 3,
      batchSize: 64,
      device: { threads: 2 },
      loss: { temperature: 0.1 },
    });
    expect(given?.baseFolder).toBe(process.cwd());
    expect(given?.runsFolder).toBe(folder);
  });

  describe('where the memory does not suffice', () => {
    const fits = 64;
    const batch = ['train', '--batch-size', '256'];
    beforeEach(() => {
      trainRun = (options) =>
        options.config.microBatch === fits
          ? scriptedRun()(options)
          : Promise.reject(gpuShortage(options.config, 32));
    });

    it('asks whether to train in micro-batches, until they fit, and says what they cost', async () => {
      const asked: string[] = [];
      confirm = (question) => Promise.resolve(asked.push(question) > 0);
      const { code, output } = await simclr(...batch);
      expect(code).toBe(0);
      expect(asked).toEqual(['Train with microBatch 128?', 'Train with microBatch 64?']);
      expect(given?.config).toMatchObject({ batchSize: 256, microBatch: fits });
      expect(output.replaceAll('\n', ' ')).toMatch(
        /The GPU has no room for 512 views of 32×32 at once\. .*all 256 images.*one more forward pass.*batch norm/,
      );
    });

    it.each<[string, Terminal['confirm']]>([
      ['the answer is no', () => Promise.resolve(false)],
      ['there is nobody to ask', null],
    ])('refuses with the remedy where %s', async (_name, answer) => {
      confirm = answer;
      const { code, errors } = await simclr(...batch);
      expect(code).toBe(1);
      expect(errors).toBe(
        'simclr: the GPU has no room for 512 views of 32×32 at once: set microBatch to 128 (gradient caching: the batch stays 256)\n',
      );
    });
  });

  it('takes the quick recipe when nothing is asked for', async () => {
    await simclr('train');
    expect(given?.config.data.source).toBe('builtin');
    expect(given?.config.epochs).toBeLessThan(50);
  });

  it.each([
    [['--set', 'augment.secondBranch=[{"type":"crop"}]'], { augment: { secondBranch: [{ type: 'crop' }] } }],
    [['--set', 'data.imageSize=auto'], { data: { imageSize: 'auto' } }],
    [['--set', 'optimizer.weightDecay=1e-6'], { optimizer: { weightDecay: 1e-6 } }],
    [['--set', 'optimizer.momentum=.5'], { optimizer: { momentum: 0.5 } }],
    [['--set', 'microBatch=null'], { microBatch: null }],
    [['--set', 'data.source=a=b'], { data: { source: 'a=b' } }],
  ])('understands %j', async (args, expected) => {
    await simclr('train', ...args);
    expect(given?.config).toMatchObject(expected);
  });

  it('refuses mistakes before anything is made, each on a line', async () => {
    const { code, errors } = await simclr(
      'train',
      '--epochs',
      'many',
      '--batch-size',
      '1',
      '--set',
      'optimizer.lr=1',
    );
    expect(code).toBe(1);
    const lines = errors.trim().split('\n');
    expect(lines[0]).toBe('simclr: --epochs: epochs is "many", but must be a whole number from 1 to 1000000');
    expect(lines[1]).toMatch(/^simclr: --batch-size: batchSize is 1/);
    expect(lines[2]).toMatch(/^simclr: --set optimizer\.lr: optimizer\.lr is not a field/);
    expect(given).toBeNull();
    expect(listRuns(folder).runs).toEqual([]);
    expect((await simclr('train', '--set', 'epochs')).errors).toContain('write a field and its value');
  });

  it('reads a configuration file, its mistakes with its name', async () => {
    const file = join(folder, 'a.simclr.json');
    writeFileSync(file, '{"preset": "cifar", "epochs": 4}');
    await simclr('train', '--config', file, '--seed', '9');
    expect(given?.config).toMatchObject({ epochs: 4, seed: 9, batchSize: 512 });
    writeFileSync(file, '{"epochs": 0}');
    expect((await simclr('train', '--config', file)).errors).toContain(`${file}: epochs is 0`);
  });
});

describe('resume, runs and show', () => {
  it('goes on with a run under its own configuration, on another device if asked', async () => {
    trainRun = scriptedRun({ state: 'stopped' });
    await simclr('train', '--name', 'one', '--seed', '7');
    trainRun = scriptedRun();
    const { code } = await simclr('resume', 'one', '--threads', '1');
    expect(code).toBe(0);
    expect(given?.resume).toMatch(/_one$/);
    expect(given?.config).toMatchObject({ seed: 7, device: { threads: 1 } });
    const again = await simclr('resume', 'one');
    expect(again.code).toBe(1);
    expect(again.errors).toMatch(/simclr: .*_one is finished: to train longer/);
  });

  it('refuses a wrong device or a run that is not there', async () => {
    expect((await simclr('resume', 'latest')).errors).toContain(`simclr: there are no runs in ${folder}`);
    await simclr('train', '--name', 'one');
    trainRun = scriptedRun({ state: 'stopped' });
    await simclr('train', '--name', 'two');
    expect((await simclr('resume', 'two', '--threads', '0')).errors).toContain(
      '--threads: device.threads is 0',
    );
  });

  it('lists runs with what they came to, and as JSON', async () => {
    expect((await simclr('runs')).output).toMatch(/There are no runs in .* yet/);
    await simclr('train', '--name', 'one');
    trainRun = scriptedRun({ state: 'stopped' });
    await simclr('train', '--name', 'two');
    const { output } = await simclr('runs');
    expect(output).toMatch(/_one +finished +2\/18 +5\.000 +62\.5 % +55\.0 %/);
    expect(output).toMatch(/_two +stopped +1\/18 /);
    const parsed = JSON.parse((await simclr('runs', '--json')).output) as (RunRecord & {
      id: string;
      folder: string;
    })[];
    expect(parsed.map(({ state }) => state)).toEqual(['finished', 'stopped']);
    expect(existsSync(join(parsed[0]?.folder ?? '', 'run.json'))).toBe(true);
  });

  it('leaves the runs of studies out of the list, and says how many', async () => {
    await simclr('train', '--name', 'one');
    const part = { name: 'head', size: 'minutes', cell: { head: 'none' } };
    const config = runConfigSchema.parse({ name: 'of a study' });
    RunWriter.create({ runsFolder: folder, config, baseFolder: folder, versions: {}, study: part }).close();
    const { output } = await simclr('runs');
    expect(output).toContain('_one');
    expect(output).not.toContain('of-a-study');
    expect(output).toContain('1 run of studies left out: --studies shows them.');
    const all = (await simclr('runs', '--studies', '--json')).output;
    expect((JSON.parse(all) as RunRecord[]).map(({ study }) => study)).toEqual([undefined, part]);
  });

  it('lists the others when one is broken, and says which', async () => {
    await simclr('train', '--name', 'one');
    await simclr('train', '--name', 'two');
    const two = listRuns(folder).runs[1]?.paths.record ?? '';
    writeFileSync(two, '{"format": 2}');
    const { code, output, errors } = await simclr('runs');
    expect(code).toBe(0);
    expect(output).toContain('_one');
    expect(errors).toMatch(/warning: .*_two.*run\.json is damaged at "format"/);
  });

  it('shows curves, results, changes from the defaults and where things are', async () => {
    await simclr('train', '--name', 'one', '--temperature', '0.2');
    const { output } = await simclr('show', 'one');
    expect(output).toMatch(/finished: step 20 of 20/);
    expect(output).toMatch(/loss +5\.950 {2} *[▁-█]+ {2}5\.000/);
    expect(output).toMatch(/linear probe on h +62\.5 % +25\.0 %/);
    expect(output).toMatch(/loss\.temperature +0\.2 \(default 0\.5\)/);
    expect(output).toContain(folder);
    const json = JSON.parse((await simclr('show', 'one', '--json')).output) as {
      metrics: unknown[];
      id: string;
    };
    expect(json.metrics).toHaveLength(20);
    expect(json.id).toMatch(/_one$/);
  });

  it.each([60, 80, 120])('keeps within %i columns', async (columns) => {
    await simclr('train', 'photos', '--preset', 'cifar', '--name', 'a rather long name of a run');
    for (const command of [['runs'], ['show', 'latest']]) {
      const terminal = fakeTerminal({ columns });
      await runProgram([...command, '--runs', folder], terminal);
      const { id } = listRuns(folder).runs[0] ?? { id: '' };
      for (const line of terminal.output.split('\n')) {
        if (!line.includes(id) && !line.includes(folder))
          expect(textWidth(line)).toBeLessThanOrEqual(columns);
      }
    }
  });
});

describe('backends', () => {
  it('says what there is, what would be chosen, why not the others, and what to do', async () => {
    const { output } = await simclr('backends');
    expect(output).toMatch(/○ cuda .*not available: not installed/);
    expect(output).toContain('npm i x');
    expect(output).toMatch(/● cpu .*← chosen\n +self-test passed: wide kernels, 49 GFLOP\/s a thread/);
    expect(JSON.parse((await simclr('backends', '--json')).output)).toHaveLength(2);
  });
});
