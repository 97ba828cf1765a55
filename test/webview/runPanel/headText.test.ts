import { describe, expect, it } from 'vitest';
import type { RunView } from '../../../extension/runPanel/messages';
import { facts, percentText, progressText, shareDone } from '../../../webview/runPanel/headText';
import { stateFace } from '../../../webview/runPanel/stateFace';
import { scenarios, viewOf } from '../harness/scenarios';

describe('the head', () => {
  it('says how far a run has come', () => {
    expect(progressText(viewOf('training'))).toBe('epoch 12/18');
    expect(percentText(viewOf('training'))).toBe('62 %');
    expect(progressText(viewOf('finished'))).toBe('epoch 18/18');
    expect(percentText(viewOf('finished'))).toBe('100 %');
  });

  it('never says that all is done before it is', () => {
    expect(percentText(viewOf('training', { step: 701 }))).toBe('99 %');
    expect(progressText(viewOf('training', { epoch: 17.97 }))).toBe('epoch 18/18');
  });

  it('counts epochs from the one that begins', () => {
    expect(progressText(viewOf('training', { epoch: 2, step: 78 }))).toBe('epoch 3/18');
    expect(progressText(viewOf('queued'))).toBe('epoch 0/18');
  });

  it('says what is being prepared, and how far', () => {
    expect(progressText(viewOf('preparing'))).toBe('Decoding 12,000 of 60,000');
    expect(shareDone(viewOf('preparing'))).toBe(0.2);
    const unknown = viewOf('preparing', { phase: { phase: 'listing', done: 1234, total: 0 } });
    expect(progressText(unknown)).toBe('Listing images: 1,234');
    expect(shareDone(unknown)).toBeNull();
    expect(progressText(viewOf('preparing', { phase: null }))).toBe('Preparing images and model');
  });

  it('lists speed, time left, device and seed while they are known', () => {
    const texts = (run: RunView) => facts(run).map(({ text }) => text);
    expect(texts(viewOf('training'))).toEqual(['1,243 views/s', '57 s left', 'cpu · 2 threads', 'seed 0']);
    expect(texts(viewOf('finished'))).toEqual(['702 steps in 2 min 32 s', 'cpu · 2 threads', 'seed 0']);
    expect(texts(viewOf('queued'))).toEqual(['seed 0']);
  });

  it('names every state', () => {
    const words = Object.values(scenarios).flatMap((scenario) =>
      scenario.view === null ? [] : [stateFace(scenario.view).text],
    );
    expect(new Set(words)).toEqual(
      new Set(['Training', 'Queued, 2nd', 'Preparing', 'Paused', 'Finished', 'Stopped', 'Failed']),
    );
    expect(stateFace({ state: 'queued', queuePosition: 1 }).text).toBe('Queued, next');
    expect(stateFace({ state: 'interrupted', queuePosition: null }).text).toBe('Interrupted');
  });
});
