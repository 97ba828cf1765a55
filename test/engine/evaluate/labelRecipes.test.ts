import { expect, test } from 'vitest';
import { augmentSchema } from '../../../engine/config/augmentation';
import { presets } from '../../../engine/config/presets';
import {
  cropAndFlip,
  fineTuneRecipe,
  linearRecipe,
  scratchRecipe,
} from '../../../engine/evaluate/labelRecipes';

const none = { epochs: null, learningRate: null, cropScale: null };

test("epochs and rates are the paper's, batches no larger than the labels are good for", () => {
  expect(linearRecipe(50_000, none)).toEqual({
    ...{ epochs: 90, learningRate: 0.1, batchSize: 256, weightDecay: 0 },
  });
  expect(fineTuneRecipe(500, 0.01, none)).toMatchObject({ epochs: 60, learningRate: 0.05, batchSize: 64 });
  expect(fineTuneRecipe(5000, 0.1, none)).toMatchObject({ epochs: 30, learningRate: 0.05, batchSize: 256 });
  expect(fineTuneRecipe(20, 0.01, none)).toMatchObject({ batchSize: 16 });
});

test('what is asked for wins, and from scratch it is trained longer', () => {
  const asked = fineTuneRecipe(5000, 1, { ...none, epochs: 3, learningRate: 0.2 });
  expect(asked).toMatchObject({ epochs: 3, learningRate: 0.2 });
  expect(scratchRecipe(asked)).toMatchObject({ epochs: 15, batchSize: asked.batchSize });
});

test('crops and flips are those of T unless another crop is asked for', () => {
  const augment = augmentSchema.parse({ transforms: presets.quick.config.augment.transforms });
  const own = cropAndFlip(augment, null);
  expect(own.transforms).toMatchObject([{ type: 'crop', scale: [0.2, 1] }, { type: 'flip' }]);
  expect(cropAndFlip(augment, 0.5).transforms).toMatchObject([
    { type: 'crop', p: 1, scale: [0.5, 1] },
    { type: 'flip', p: 0.5 },
  ]);
  expect(cropAndFlip(augment, 1).transforms).toMatchObject([{ type: 'crop', p: 0 }, { type: 'flip' }]);
});
