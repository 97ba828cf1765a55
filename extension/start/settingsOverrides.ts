import { isLayer, type ConfigLayer } from '../../engine/config/mergeConfig';
import type { Override } from '../../engine/config/resolveConfig';
import type { Settings } from '../settings';
import { settingIds } from '../ids';

/** What the settings say about a run, where `layers`, its preset and file, leave it open. */
export function settingsOverrides(settings: Settings, layers: readonly ConfigLayer[]): Override[] {
  const candidates: readonly { path: readonly [string, string]; value: unknown; setting: string }[] = [
    { path: ['device', 'backend'], value: settings.backend, setting: settingIds.backend },
    { path: ['device', 'gpu'], value: settings.gpu, setting: settingIds.gpu },
    { path: ['device', 'threads'], value: settings.threads, setting: settingIds.threads },
    {
      path: ['checkpoint', 'keepLast'],
      value: settings.keepCheckpoints,
      setting: settingIds.keepCheckpoints,
    },
  ];
  return candidates
    .filter(({ path }) => !layers.some((layer) => says(layer, path)))
    .map(({ path, value, setting }) => ({ path, value, flag: `simclr.${setting}` }));
}

function says(layer: ConfigLayer, [group, field]: readonly [string, string]): boolean {
  const inner = layer[group];
  return isLayer(inner) && Object.hasOwn(inner, field);
}
