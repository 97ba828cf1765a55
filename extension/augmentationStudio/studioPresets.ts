import { l10n } from 'vscode';
import { augmentSchema, transformSchema, type Transform } from '../../engine/config/augmentation';
import { presetNames, presets } from '../../engine/config/presets';
import type { StudioPreset } from './messages';

/** Ts to begin with: those of the presets, each once, the paper's first, and none. */
export function studioPresets(): StudioPreset[] {
  const found = new Map<string, StudioPreset>();
  for (const name of ['paper', ...presetNames] as const) {
    const augment = augmentSchema.parse(
      'augment' in presets[name].config ? presets[name].config.augment : {},
    );
    const key = JSON.stringify(augment);
    if (!found.has(key)) found.set(key, { name, description: presets[name].description, augment });
  }
  return [
    ...found.values(),
    {
      name: l10n.t('crop and resize'),
      description: l10n.t('Crop and resize alone, the base line of the paper’s figure 5.'),
      augment: augmentSchema.parse({ transforms: [{ type: 'crop' }] }),
    },
    {
      name: l10n.t('none'),
      description: l10n.t('Nothing but a resize: both views are the same.'),
      augment: augmentSchema.parse({ transforms: [] }),
    },
  ];
}

/** Every transformation with its defaults, in the order in which the schema lists them. */
export function defaultTransforms(): Transform[] {
  return transformSchema.options.map(({ shape }) => transformSchema.parse({ type: shape.type.value }));
}
