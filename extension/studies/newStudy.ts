import { join } from 'node:path';
import { l10n, Uri, window, workspace } from 'vscode';
import type { StudyInput } from '../../engine/studies/studySchema';
import { Notice } from '../commands/notice';
import { pathExists } from '../commands/pathExists';
import { studyEnding } from './studyFiles';

/** Writes a small study into the workspace, to be changed, and opens it. */
export async function newStudy(): Promise<void> {
  const folder = workspace.workspaceFolders?.find(({ uri }) => uri.scheme === 'file')?.uri.fsPath;
  if (folder === undefined) throw new Notice(l10n.t('Open a folder first: a study is a file in it.'));
  const name = await freeName(folder);
  const uri = Uri.file(join(folder, `${name}${studyEnding}`));
  await workspace.fs.writeFile(
    uri,
    new TextEncoder().encode(`${JSON.stringify(exampleStudy(name), null, 2)}\n`),
  );
  await window.showTextDocument(uri);
}

async function freeName(folder: string): Promise<string> {
  for (let number = 1; ; number++) {
    const name = number === 1 ? 'my-study' : `my-study-${number}`;
    if (!(await pathExists(join(folder, `${name}${studyEnding}`)))) return name;
  }
}

/** A study that runs as it is, and whose texts say what each part is for. */
export function exampleStudy(name: string): StudyInput {
  return {
    name,
    title: 'Crops or colours',
    claim:
      'Cropping with colour distortion is better than cropping alone. (Say here what you put to the test.)',
    source: 'An example: change axes, measures and rules to your own question',
    config: { preset: 'quick' },
    sizes: {
      minutes: {
        about: 'Two kinds of T on 2,000 images of 16 pixels: about a minute on two cores.',
        config: {
          data: { builtin: { train: 2000, test: 1000, size: 16 }, imageSize: 16 },
          encoder: { width: 8 },
          epochs: 8,
          batchSize: 128,
        },
        seeds: 3,
      },
    },
    axes: [
      {
        name: 'views',
        label: 'Views (an axis: one run for each of its levels)',
        levels: [
          { name: 'crop', config: { augment: { transforms: [{ type: 'crop' }] } } },
          {
            name: 'crop and colour',
            config: { augment: { transforms: [{ type: 'crop' }, { type: 'color' }] } },
          },
        ],
      },
    ],
    measures: [{ name: 'h', label: 'Linear evaluation of h', from: 'summary', path: 'linear.h' }],
    figures: [{ title: 'Linear evaluation of h', type: 'bars', measures: ['h'], x: 'views' }],
    rules: [
      {
        text: 'With colour distortion h is better by more than a point.',
        greater: { measure: 'h', at: { views: 'crop and colour' } },
        than: { measure: 'h', at: { views: 'crop' } },
        by: 1,
      },
    ],
  };
}
