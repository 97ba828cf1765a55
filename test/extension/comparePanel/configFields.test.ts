import { describe, expect, it } from 'vitest';
import { presets } from '../../../engine/config/presets';
import { runConfigSchema, type RunConfigInput } from '../../../engine/config/runConfig';
import { configFields } from '../../../extension/comparePanel/configFields';

const fieldsOf = (config: RunConfigInput) =>
  new Map(configFields(runConfigSchema.parse(config)).map(({ path, value }) => [path, value]));

describe('the fields of a configuration', () => {
  it('are flat, in the order of the schema, without the name', () => {
    const fields = fieldsOf({ name: 'a', seed: 3, data: { limit: 100 }, optimizer: { nesterov: true } });
    expect(fields.get('seed')).toBe(3);
    expect(fields.get('data.limit')).toBe(100);
    expect(fields.get('optimizer.nesterov')).toBe(true);
    expect(fields.get('encoder.width')).toBeNull();
    expect(fields.get('schedule.milestones')).toBe('[0.6,0.8]');
    expect(fields.has('name')).toBe(false);
    expect([...fields.keys()][0]).toBe('seed');
  });

  it('name each once, in every preset', () => {
    for (const { config } of Object.values(presets)) {
      const paths = configFields(runConfigSchema.parse(config)).map(({ path }) => path);
      expect(new Set(paths).size).toBe(paths.length);
    }
  });

  it('have the parameters of each transformation, of a second one of its kind too', () => {
    const fields = fieldsOf({
      augment: {
        transforms: [{ type: 'crop', scale: [0.2, 1] }, { type: 'blur' }, { type: 'blur', p: 0.1 }],
      },
    });
    expect(fields.get('augment.transforms')).toBe('crop, blur, blur');
    expect(fields.get('augment.crop.scale')).toBe('[0.2,1]');
    expect(fields.get('augment.blur.p')).toBe(0.5);
    expect(fields.get('augment.blur2.p')).toBe(0.1);
    expect(fields.get('augment.secondBranch')).toBeNull();
  });

  it('tell the second branch from the first', () => {
    const fields = fieldsOf({ augment: { secondBranch: [{ type: 'crop', p: 0.5 }] } });
    expect(fields.get('augment.second.transforms')).toBe('crop');
    expect(fields.get('augment.second.crop.p')).toBe(0.5);
    expect(fields.get('augment.crop.p')).toBe(1);
    expect(fieldsOf({ augment: { transforms: [] } }).get('augment.transforms')).toBe('none');
  });
});
