import { expect, it } from 'vitest';
import { noticesOf } from '../../../webview/runPanel/noticesOf';
import { viewOf } from '../harness/scenarios';

const failed = viewOf('failed');

it('says why a run failed, and offers what is possible', () => {
  const [first, second] = noticesOf(failed);
  expect(first).toMatchObject({ kind: 'error', text: failed.reason, actions: ['resume', 'openLog'] });
  expect(second).toMatchObject({ kind: 'warning', actions: [] });
  const [bound] = noticesOf({ ...failed, actions: ['openLog'] });
  expect(bound?.actions).toEqual(['openLog']);
});

it('says it in a sentence, however the engine has put it', () => {
  const [notice] = noticesOf({ ...failed, reason: 'there is no room: use a smaller batch' });
  expect(notice?.text).toBe('There is no room: use a smaller batch.');
});

it('offers micro-batches first where they are what helps', () => {
  const [first] = noticesOf({ ...failed, actions: ['resume', 'trainInMicroBatches', 'openLog'] });
  expect(first?.actions).toEqual(['trainInMicroBatches', 'resume', 'openLog']);
});

it('has something to say of every failure', () => {
  const [notice] = noticesOf({ ...failed, state: 'interrupted', reason: null });
  expect(notice).toMatchObject({ kind: 'warning' });
  expect(notice?.text).not.toBe('');
});

it('warns of a collapse, and is silent where all is well', () => {
  expect(noticesOf(viewOf('collapsed')).map(({ kind }) => kind)).toEqual(['warning']);
  expect(noticesOf(viewOf('training'))).toEqual([]);
});
