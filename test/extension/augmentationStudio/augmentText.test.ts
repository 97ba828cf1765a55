import { describe, expect, it } from 'vitest';
import { configFileSchema } from '../../../engine/config/configFile';
import { augmentSchema } from '../../../engine/config/augmentation';
import { withDraft, withSource } from '../../../extension/augmentationStudio/augmentText';

const augment = augmentSchema.parse({
  transforms: [{ type: 'crop', scale: [0.2, 1] }, { type: 'flip' }, { type: 'color', p: 0.5, hue: 0.25 }],
});
const list = `[
      { "type": "crop", "scale": [0.2, 1] },
      { "type": "flip" },
      { "type": "color", "p": 0.5, "hue": 0.25 }
    ]`;

describe('a configuration file with another T', () => {
  it('keeps everything else as it is written, a line for each transformation', () => {
    const text = `{
  "preset": "quick",
  "data": {"source":   "photos"},
  "augment": {
    "transforms": [{"type": "crop"}],
    "secondBranch": [{"type": "crop"}]
  },
  "seed": 3
}
`;
    expect(withDraft(text, { augment, seed: 9 }, false)).toBe(`{
  "preset": "quick",
  "data": {"source":   "photos"},
  "augment": {
    "transforms": ${list}
  },
  "seed": 3
}
`);
  });

  it('has T and seed where there was none, in its own indentation and line ends', () => {
    const text = '{\r\n\t"preset": "paper"\r\n}\r\n';
    const second = { ...augment, secondBranch: [] };
    const written = withDraft(text, { augment: second, seed: 9 }, true);
    expect(written.replaceAll('\r\n', '')).not.toContain('\n');
    expect(written).toContain('\r\n\t\t"transforms": [\r\n\t\t\t{ "type": "crop", "scale": [0.2, 1] },');
    const parsed = configFileSchema.parse(JSON.parse(written));
    expect(parsed).toMatchObject({ preset: 'paper', augment: second, seed: 9 });
  });

  it('reads back as the very same T', () => {
    for (const text of ['{}', '{"preset":"cifar"}', '{ "augment": { "transforms": [] } }']) {
      const parsed = configFileSchema.parse(JSON.parse(withDraft(text, { augment, seed: 0 }, false)));
      expect(parsed.augment).toEqual(augment);
    }
    expect(JSON.parse(withSource('{ "data": { "limit": 5 } }', '../photos'))).toEqual({
      data: { limit: 5, source: '../photos' },
    });
  });
});
