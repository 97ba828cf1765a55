import { afterEach, expect, test, vi } from 'vitest';
import { CancellationTokenSource } from 'vscode-jsonrpc/node';
import type { EvaluateParams, ToolProgress } from '../../../engine/protocol/toolProtocol';
import type { ToolEngine } from '../../../extension/engine/toolEngine';
import {
  EvaluationJobs,
  type EvaluationJob,
  type JobState,
} from '../../../extension/evaluations/evaluationJobs';
import { jobText } from '../../../extension/evaluations/jobText';

vi.mock('vscode', async () => ({
  ...(await import('../fakeVscode')),
  EventEmitter: (await import('vscode-jsonrpc/node')).Emitter,
  CancellationTokenSource: (await import('vscode-jsonrpc/node')).CancellationTokenSource,
}));

/** An engine that evaluates until the test says so, and one that does not hear of cancellation where `deaf`. */
class FakeEngine {
  asked: EvaluateParams | null = null;
  disposed = false;
  tell: (progress: ToolProgress) => void = () => undefined;
  finish: (path: string) => void = () => undefined;
  fail: (error: Error) => void = () => undefined;

  evaluate: ToolEngine['evaluate'] = (params, onProgress) => {
    this.asked = params;
    this.tell = onProgress;
    return new Promise((resolve, reject) => {
      this.finish = resolve;
      this.fail = reject;
    });
  };

  dispose(): void {
    this.disposed = true;
    this.fail(new Error('The engine ended before it answered'));
  }
}

afterEach(() => {
  vi.useRealTimers();
});

function open() {
  const engines: FakeEngine[] = [];
  const jobs = new EvaluationJobs(() => {
    const engine = new FakeEngine();
    engines.push(engine);
    return engine as unknown as ToolEngine;
  });
  const states: string[] = [];
  const start = (checkpoint: string) => {
    const source = new CancellationTokenSource();
    const note = (state: JobState) => void states.push(`${checkpoint}: ${jobText(state)}`);
    return { source, done: jobs.run({ checkpoint } as EvaluationJob, source.token, note) };
  };
  return { engines, jobs, states, start };
}

test('one after another, each in an engine of its own that ends with it', async () => {
  const { engines, jobs, states, start } = open();
  const first = start('a');
  const second = start('b');
  await vi.waitFor(() => expect(engines).toHaveLength(1));
  expect([jobs.stateOf('a')?.kind, jobs.stateOf('b')?.kind]).toEqual(['running', 'waiting']);
  engines[0]?.tell({ phase: 'fitting', done: 1, total: 4 });
  engines[0]?.finish('/a.json');
  expect(await first.done).toBe('/a.json');
  expect(engines[0]?.disposed).toBe(true);
  await vi.waitFor(() => expect(engines).toHaveLength(2));
  engines[1]?.finish('/b.json');
  expect(await second.done).toBe('/b.json');
  expect(jobs.all).toEqual([]);
  expect(states).toEqual([
    'b: waiting for another evaluation',
    'a: starting the engine',
    'a: fitting classifiers, 25 %',
    'b: starting the engine',
  ]);
});

test('one that fails does not hold up the next', async () => {
  const { engines, start } = open();
  const first = start('a');
  const second = start('b');
  await vi.waitFor(() => expect(engines).toHaveLength(1));
  engines[0]?.fail(new Error('the files have changed'));
  await expect(first.done).rejects.toThrow('the files have changed');
  await vi.waitFor(() => expect(engines).toHaveLength(2));
  engines[1]?.finish('/b.json');
  expect(await second.done).toBe('/b.json');
});

test('one that waits is cancelled at once, and never started', async () => {
  const { engines, jobs, start } = open();
  const first = start('a');
  const second = start('b');
  const third = start('c');
  jobs.cancel('b');
  await expect(second.done).rejects.toThrow('Canceled');
  await vi.waitFor(() => expect(engines).toHaveLength(1));
  engines[0]?.finish('/a.json');
  await first.done;
  await vi.waitFor(() => expect(engines).toHaveLength(2));
  expect(engines[1]?.asked?.checkpoint).toBe('c');
  engines[1]?.finish('/c.json');
  await third.done;
});

test('an engine that does not stop by itself is ended', async () => {
  vi.useFakeTimers();
  const { engines, start } = open();
  const { source, done } = start('a');
  const ended = expect(done).rejects.toThrow();
  await vi.advanceTimersByTimeAsync(0);
  source.cancel();
  await vi.advanceTimersByTimeAsync(900);
  expect(engines[0]?.disposed).toBe(false);
  await vi.advanceTimersByTimeAsync(200);
  expect(engines[0]?.disposed).toBe(true);
  await ended;
});

test('all end with the window', async () => {
  vi.useFakeTimers();
  const { engines, jobs, start } = open();
  const ended = [start('a'), start('b')].map(({ done }) => expect(done).rejects.toThrow());
  await vi.advanceTimersByTimeAsync(0);
  jobs.dispose();
  await vi.advanceTimersByTimeAsync(1100);
  await Promise.all(ended);
  expect(engines).toHaveLength(1);
});
