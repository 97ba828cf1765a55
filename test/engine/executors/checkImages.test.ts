import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { beforeEach, expect, test } from 'vitest';
import { checkImages } from '../../../engine/executors/checkImages';
import { ImageFacts } from '../../../engine/executors/imageFacts';
import { parseStudy } from '../../../engine/studies/studyFile';
import type { StudyInput } from '../../../engine/studies/studySchema';
import { studyTasks } from '../../../engine/studies/studyTasks';
import { temporaryFolder } from '../runs/temporaryFolder';
import { writePicture } from '../search/trainedRun';
import { smallStudyInput } from '../studies/smallStudy';

const folder = temporaryFolder();

beforeEach(async () => {
  for (const path of ['plain', 'sorted/cat', 'sorted/cow']) {
    mkdirSync(join(folder(), path), { recursive: true });
    for (let i = 0; i < 6; i++) await writePicture(join(folder(), path, `${String(i)}.png`), i);
  }
});

/** Checks the small study with other parts, on images of a folder. */
function check(parts: Partial<StudyInput>, source: string, target: string | null = null): Promise<void> {
  const study = parseStudy({ ...smallStudyInput, ...parts }, 'small');
  const changes = { data: { source, imageSize: 16 }, batchSize: 4 };
  const tasks = studyTasks(study, { size: 'minutes', changes, baseFolder: folder(), target });
  return checkImages(study, tasks, new ImageFacts(folder()));
}

/** The study with one of its measures alone. */
const measuring = (wanted: string): Partial<StudyInput> => ({
  measures: smallStudyInput.measures.filter(({ name }) => name === wanted),
  figures: [{ title: 'All', type: 'bars', measures: [wanted], x: 'size', series: 'head' }],
  rules: [{ text: 'It is above nothing.', greater: { measure: wanted }, than: 0 }],
  paper: undefined,
});
const transfer: Partial<StudyInput> = { evaluations: [{ protocols: ['transfer'] }] };

test('images without labels are refused where a study is about classes alone, or evaluates them', async () => {
  await expect(check(measuring('accuracy'), 'plain')).rejects.toThrow(
    /plain have no labels, which "Accuracy" of this study needs: sort them into a folder for each class/,
  );
  await expect(
    check({ ...measuring('rank'), evaluations: [{ protocols: ['knn'] }] }, 'plain'),
  ).rejects.toThrow(/have no labels, which "knn" of this study needs/);
  // Something else is measured too.
  await check({}, 'plain');
  await check(measuring('accuracy'), 'sorted');
});

test('images to transfer to are refused that are not there, or have no labels, before anything is trained', async () => {
  await expect(check(transfer, 'sorted')).rejects.toThrow(/transfers to no images: name them by --target/);
  await expect(check(transfer, 'sorted', 'typo')).rejects.toThrow(/^the target ".*typo" does not exist/);
  await expect(check(transfer, 'sorted', 'plain')).rejects.toThrow(/have no labels, which transfer needs/);
  await check(transfer, 'sorted', 'sorted');
});
