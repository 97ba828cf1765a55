import { describe, expect, it } from 'vitest';
import { augmentSchema, transformSchema, type Transform } from '../../../engine/config/augmentation';
import { augmentOf, moved, placeOf, sameAugment, stacksOf } from '../../../webview/augmentationStudio/cards';
import { parametersOf } from '../../../webview/augmentationStudio/parameters';
import { viewParts } from '../../../webview/augmentationStudio/viewParts';
import { shortcutText } from '../../../webview/augmentationStudio/words';

const defaults: Transform[] = transformSchema.options.map(({ shape }) =>
  transformSchema.parse({ type: shape.type.value }),
);

describe('the cards', () => {
  const augment = augmentSchema.parse({ transforms: [{ type: 'blur' }, { type: 'crop' }, { type: 'blur' }] });

  it('are T first, then what is not in it, and give T back', () => {
    const stacks = stacksOf(augment, defaults);
    expect(stacks.first.map(({ on }) => on)).toEqual([
      ...[true, true, true],
      ...Array<boolean>(7).fill(false),
    ]);
    expect(augmentOf(stacks)).toEqual(augment);
    expect(sameAugment(augmentOf(stacks), structuredClone(augment))).toBe(true);
  });

  it('know their place in T, past those that are off', () => {
    const cards = stacksOf(augment, defaults).first;
    const reordered = moved(cards, 5, 0);
    expect([0, 1, 2, 3, 4].map((index) => placeOf(reordered, index))).toEqual([null, 0, 1, 2, null]);
  });
});

describe('the parameters', () => {
  it.each(defaults)('of $type lead to configurations that are allowed, from end to end', (transform) => {
    for (const parameter of parametersOf(transform.type)) {
      expect(parameter.get(transform)).not.toBeNull();
      const { min, max, low = min, most = max } = parameter;
      for (const value of [low, min, (min + max) / 2, max, most]) {
        const changed = parameter.set(transform, value);
        expect(transformSchema.safeParse(changed).success).toBe(true);
        expect(parameter.get(changed)).toBeCloseTo(value, 1);
      }
    }
  });

  it('call it no strength where the four are not in the paper’s proportion', () => {
    const [strength] = parametersOf('color');
    const color = transformSchema.parse({
      type: 'color',
      brightness: 0.8,
      contrast: 0.8,
      saturation: 0.8,
      hue: 0.3,
    });
    expect(strength?.get(color)).toBeNull();
    expect(strength?.get(strength.set(color, 0.5))).toBe(0.5);
  });
});

it('a drawing is taken apart in the order of the engine', () => {
  const ask = { views: 2, pairs: 1, alone: [0, 3], aloneViews: 2, histograms: true };
  const count = 1 + 2 + 2 + 4 + 6;
  const pixels = Uint8Array.from({ length: count * 3 }, (_, i) => Math.floor(i / 3));
  const parts = viewParts(ask, 1, pixels);
  const firsts = Object.values(parts).map((views: { pixels: Uint8Array }) => views.pixels[0]);
  expect(firsts).toEqual([0, 1, 3, 5, 9]);
  expect(parts.crops.pixels).toHaveLength(18);
});

it('the sentence never says all where it is not, and warns where colours stay', () => {
  const measured = { crops: 0.9999, distorted: 0.54, chance: 0.5, images: 200 };
  expect(shortcutText(measured, true)).toContain('more than 99 % of the time; with colour distortion, 54 %.');
  expect(shortcutText(measured, false)).toContain('leaves colours as they are');
});
