import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { reportError } from '../../../engine/cli/reportError';
import { trainForScripts, trainInTerminal } from '../../../engine/cli/trainInTerminal';
import { runConfigSchema } from '../../../engine/config/runConfig';
import { UserError } from '../../../engine/errors';
import { fakeTerminal, screen } from './fakeTerminal';
import { scriptedRun } from './scriptedRun';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'simclr-cli-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

const options = () => ({
  config: runConfigSchema.parse({ epochs: 2 }),
  runsFolder: folder,
  baseFolder: folder,
});

it('ends with every accuracy beside an untrained encoder and chance, and says where to look', async () => {
  const terminal = fakeTerminal();
  expect(await trainInTerminal(scriptedRun(), options(), terminal)).toBe(0);
  const text = terminal.output;
  expect(text).toMatch(/linear probe on h +62\.5 % +25\.0 % +12\.5 %\n/);
  expect(text).toMatch(/linear probe on z +50\.0 % +20\.0 % +12\.5 %\n/);
  expect(text).toMatch(/nearest neighbours on h +55\.0 % +30\.0 % +12\.5 %\n/);
  expect(text).toContain('5.950 → 5.000');
  expect(text).toMatch(/Finished: 20 steps in 1 min 05 s/);
  expect(text).toMatch(/look .*show \d{4}-.*_builtin_resnet8/);
  expect(text).not.toMatch(/resume/);
  expect(terminal.errors).toBe('warning: Skipped 3 files.\n');
});

it('writes no control characters where nothing can be rewritten', async () => {
  const terminal = fakeTerminal();
  await trainInTerminal(scriptedRun(), options(), terminal);
  // eslint-disable-next-line no-control-regex -- that is the point.
  expect(terminal.output).not.toMatch(/[\r\u001b]/);
  expect(terminal.output).toContain('encoder   ResNet-8 with the CIFAR stem.\n');
  expect(terminal.output).toContain('memory    about 182 MB for a step\n');
});

it('leaves a clean screen behind on a terminal, no line wider than it', async () => {
  const terminal = fakeTerminal({ live: true, columns: 72 });
  await trainInTerminal(scriptedRun(), options(), terminal);
  expect(terminal.output).toMatch(/\r.*epoch 1\/2 {2}step 1\/20/);
  const shown = screen(terminal.output);
  expect(shown.join('\n')).not.toMatch(/views\/s|decoding|step \d+\/20/);
  const rows = shown.filter((line) => /50\.0 % {3}40\.0 %/.test(line));
  expect(rows).toHaveLength(2);
});

it('says how to go on with a run that was stopped', async () => {
  const terminal = fakeTerminal();
  await trainInTerminal(scriptedRun({ state: 'stopped' }), options(), terminal);
  expect(terminal.output).toMatch(/Stopped after 12 of 20 steps/);
  expect(terminal.output).toMatch(/linear probe on h {8}50\.0 %/);
  expect(terminal.output).toMatch(/go on +.*resume \d{4}-/);
});

it('says why there are no accuracies where there are no labels', async () => {
  const terminal = fakeTerminal();
  await trainInTerminal(scriptedRun({ labelled: false }), options(), terminal);
  expect(terminal.output).toContain('The images have no labels');
  expect(terminal.output).not.toContain('probe h');
});

it('writes one JSON object an event for scripts, the summary last', async () => {
  const terminal = fakeTerminal();
  await trainForScripts(scriptedRun(), options(), terminal);
  const events = terminal.output
    .trim()
    .split('\n')
    .map((line): unknown => JSON.parse(line));
  expect(events).toContainEqual({ type: 'warning', kind: 'data', message: 'Skipped 3 files.' });
  expect(events.at(-1)).toMatchObject({ type: 'summary', state: 'finished', linear: { h: 0.625 } });
  expect(terminal.errors).toBe('');
});

it('names the log for an error of ours and shows a stack only when asked', async () => {
  const terminal = fakeTerminal();
  const failing = trainInTerminal(scriptedRun({ fail: new Error('boom') }), options(), terminal);
  const error: unknown = await failing.catch((reason: unknown) => reason);
  const code = reportError(error, terminal);
  expect(code).toBe(2);
  expect(terminal.errors).toMatch(
    /simclr: something went wrong that should not: boom \(the log is .*engine\.log\)\n$/,
  );
  process.env['SIMCLR_DEBUG'] = '1';
  try {
    reportError(error, terminal);
  } finally {
    delete process.env['SIMCLR_DEBUG'];
  }
  expect(terminal.errors).toMatch(/caused by Error: boom\n +at /);
});

it("puts a user's mistakes on lines of their own, without a stack", async () => {
  const terminal = fakeTerminal();
  const mistake = new UserError('a is 1, but must be 2\nb is 3, but must be 4');
  const failing = trainInTerminal(scriptedRun({ fail: mistake }), options(), terminal);
  const error: unknown = await failing.catch((reason: unknown) => reason);
  terminal.errors = '';
  expect(reportError(error, terminal)).toBe(1);
  expect(terminal.errors).toBe('simclr: a is 1, but must be 2\nsimclr: b is 3, but must be 4\n');
});
