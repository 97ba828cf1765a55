import { l10n } from 'vscode';
import { isLayer, type ConfigLayer } from '../../engine/config/mergeConfig';

/** What a configuration file is about in a few words: its preset and its images. */
export function configSummary({ preset, data }: ConfigLayer): string {
  const source = isLayer(data) ? data['source'] : undefined;
  const images = typeof source === 'string' && source !== 'builtin' ? source : l10n.t('built-in images');
  return `${typeof preset === 'string' ? preset : l10n.t('defaults')} · ${images}`;
}
