import { l10n, type QuickPickItem } from 'vscode';
import { isLayer, type ConfigLayer } from '../../engine/config/mergeConfig';
import { studyCells } from '../../engine/studies/studyGrid';
import { studySizes, type Study, type StudySize } from '../../engine/studies/studySchema';
import type { DatasetList } from '../datasets/datasetList';
import { formatCount } from '../format/formatNumbers';
import { askDataset } from '../start/askDataset';
import { askList, askText, type StepPlace } from '../start/wizardStep';

/** What the user wants of a study. */
export interface StudyAnswers {
  readonly size: StudySize;
  /** Absolute path of images; null for those that the study names. */
  readonly source: string | null;
  readonly seeds: number;
}

/** More runs of each cell than this are a mistake. */
const mostSeeds = 100;

/**
 * Asks for a study's size, for images where it names none itself, and for the number of seeds; Enter at each takes what is most
 * likely meant.
 * @param size where it is settled already.
 * @returns null where the user gave up.
 */
export async function askStudyRun(
  study: Study,
  datasets: DatasetList,
  size?: StudySize,
): Promise<StudyAnswers | null> {
  const sizes = studySizes.filter((each) => study.sizes[each] !== undefined);
  let chosen = size;
  let source: string | null | undefined;
  for (;;) {
    if (chosen === undefined) {
      const answer = await askSize(study, sizes, placeOf(study, 1, false));
      if (answer === 'gone' || answer === 'back') return null;
      chosen = answer.value.size;
    }
    if (source === undefined && namesImages(study, chosen)) source = null;
    if (source === undefined) {
      const answer = await askDataset(placeOf(study, 2, size === undefined), datasets);
      if (answer === 'gone') return null;
      if (answer === 'back') {
        chosen = undefined;
        continue;
      }
      source = answer.value.source === 'builtin' ? null : answer.value.source;
    }
    const seeds = await askSeeds(study, chosen, placeOf(study, 3, true));
    if (seeds === 'gone') return null;
    if (seeds !== 'back') return { size: chosen, source, seeds: Number(seeds.value) };
    // Back to the question before, where there was one.
    if (namesImages(study, chosen)) {
      if (size !== undefined) return null;
      chosen = undefined;
    }
    source = undefined;
  }
}

/** Whether a study, or its size, says itself which images it is about. */
function namesImages(study: Study, size: StudySize): boolean {
  const says = (layer: ConfigLayer | undefined) => {
    const data = layer?.['data'];
    return isLayer(data) && Object.hasOwn(data, 'source');
  };
  return says(study.config) || says(study.sizes[size]?.config);
}

function placeOf({ title }: Study, step: number, canGoBack: boolean): StepPlace {
  return { title: l10n.t('Run study: {0}', title), step, totalSteps: 3, canGoBack };
}

function askSize(study: Study, sizes: readonly StudySize[], place: StepPlace) {
  const items = sizes.map((size): QuickPickItem & { readonly size: StudySize } => {
    const spec = study.sizes[size];
    const runs = studyCells(study, spec ?? null).length * (spec?.seeds ?? 0);
    return {
      label: size,
      description: runs === 1 ? l10n.t('1 run') : l10n.t('{0} runs', formatCount(runs)),
      detail: spec?.about ?? '',
      size,
    };
  });
  return askList(place, l10n.t('Size of the study'), Promise.resolve(items));
}

function askSeeds(study: Study, size: StudySize, place: StepPlace) {
  const spec = study.sizes[size];
  const cells = studyCells(study, spec ?? null).length;
  const value = String(spec?.seeds ?? 1);
  const prompt = l10n.t(
    'Runs of each of the {0} combinations, each with a seed of its own: only with several are differences told from chance. Enter starts it.',
    formatCount(cells),
  );
  return askText(place, { value, prompt }, (text) => {
    const seeds = Number(text);
    return Number.isInteger(seeds) && seeds >= 1 && seeds <= mostSeeds && text.trim() !== ''
      ? null
      : l10n.t('A whole number from 1 to {0}.', mostSeeds);
  });
}
