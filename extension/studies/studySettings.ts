import type { Study, StudySize } from '../../engine/studies/studySchema';
import { readSettings } from '../settings';
import { settingsOverrides } from '../start/settingsOverrides';

/** What the settings say of the device, where a study leaves it open, as "device.backend=cpu". */
export function studySettings(study: Study, size: StudySize): string[] {
  const layers = [study.config ?? {}, study.sizes[size]?.config ?? {}];
  return settingsOverrides(readSettings(), layers)
    .filter(({ path: [group], value }) => group === 'device' && value !== 'auto')
    .map(({ path, value }) => `${path.join('.')}=${String(value)}`);
}
