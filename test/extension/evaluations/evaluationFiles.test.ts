import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { EventEmitter } from 'node:events';
import { expect, test, vi } from 'vitest';
import { EvaluationFiles } from '../../../extension/evaluations/evaluationFiles';
import { temporaryFolder } from '../../engine/runs/temporaryFolder';
import { evaluationOf } from './evaluationOf';

vi.mock('vscode', async () => ({
  ...(await import('../fakeVscode')),
  EventEmitter: class {
    private readonly emitter = new EventEmitter();
    readonly event = (listener: (value: string) => void) => this.emitter.on('event', listener);
    readonly fire = (value: string) => this.emitter.emit('event', value);
    readonly dispose = () => this.emitter.removeAllListeners();
  },
}));

const folder = temporaryFolder();

test('whoever lists evaluations first tells the others that there are new ones', async () => {
  const files = new EvaluationFiles();
  const changed: string[] = [];
  files.onDidChange((run) => changed.push(run));
  expect(await files.of(folder())).toEqual([]);
  mkdirSync(join(folder(), 'evaluations'));
  writeFileSync(join(folder(), 'evaluations', 'one.json'), JSON.stringify(evaluationOf()));
  expect(await files.of(folder())).toHaveLength(1);
  expect(changed).toEqual([folder()]);
  await files.of(folder());
  await files.look();
  expect(changed).toHaveLength(1);
  files.dispose();
});
