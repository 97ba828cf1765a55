import { describe, expect, it } from 'vitest';
import { progressText, progressWithBar, type TrainProgress } from '../../../engine/cli/progressText';
import { colorStyle, plainStyle } from '../../../engine/cli/style';
import { textWidth } from '../../../engine/cli/textWidth';

const progress: TrainProgress = {
  latest: {
    step: 81,
    epoch: 81 / 19,
    time: 90,
    loss: 5.3271,
    contrastiveAccuracy: 0.233,
    viewsPerSecond: 433.4,
    'probe.h': 0.35,
  },
  plan: {
    totalSteps: 152,
    stepsPerEpoch: 19,
    encoderParameters: 1,
    headParameters: 1,
    representationSize: 1,
    projectionSize: 1,
  },
  epochs: 8,
  secondsLeft: 171,
  labelled: true,
};

const long: TrainProgress = {
  ...progress,
  latest: { ...progress.latest, step: 123_456, epoch: 812.5, viewsPerSecond: 12_345 },
  plan: { ...progress.plan, totalSteps: 152_000, stepsPerEpoch: 152 },
  epochs: 1000,
  secondsLeft: 20_000,
};

describe('progressText', () => {
  it('tells epoch, step, loss, contrastive accuracy, probe, speed and time left', () => {
    expect(progressText(progress, 100, plainStyle)).toBe(
      'epoch 5/8  step 81/152  loss 5.327  contrastive 23.3 %  probe 35.0 %  433 views/s  2:51 left',
    );
  });

  it('fits every width, in colours too, and keeps epoch and loss longest', () => {
    for (const shown of [progress, long]) {
      for (let columns = 20; columns <= 140; columns++) {
        for (const style of [plainStyle, colorStyle]) {
          expect(textWidth(progressWithBar(shown, columns, style))).toBeLessThanOrEqual(columns);
        }
      }
      expect(progressText(shown, 79, plainStyle)).toMatch(/^epoch .*loss .*acc .*probe .*views\/s .*:/);
      expect(progressText(shown, 30, plainStyle)).toMatch(/\d+\/\d+ .*loss 5\.327/);
    }
    expect(progressText(progress, 79, plainStyle)).toContain('step 81/152');
  });

  it('draws a bar of how much is done where there is room', () => {
    expect(progressWithBar(progress, 120, plainStyle)).toMatch(/^━{13}─{11} {2}epoch 5\/8/);
    expect(progressWithBar(progress, 80, plainStyle)).toMatch(/^epoch/);
  });

  it('leaves out what is not known', () => {
    const { step, epoch, time, loss } = progress.latest;
    const latest = { step, epoch, time, ...(loss === undefined ? {} : { loss }) };
    const text = progressText({ ...progress, latest, labelled: false, secondsLeft: null }, 100, plainStyle);
    expect(text).not.toMatch(/probe|left/);
    expect(progressText({ ...progress, latest }, 100, plainStyle)).toContain('probe –');
  });

  it('never counts past the last epoch', () => {
    const done = { ...progress, latest: { ...progress.latest, step: 152, epoch: 8 } };
    expect(progressText(done, 100, plainStyle)).toMatch(/^epoch 8\/8 {2}step 152\/152/);
  });
});
