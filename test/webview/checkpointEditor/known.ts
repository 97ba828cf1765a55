import type {
  KnownView,
  NearImage,
  ToCheckpointPage,
  ToKnownSection,
} from '../../../extension/checkpointEditor/messages';

const classes = ['circle', 'triangle', 'a class with a long name'];

/** Image `at` of the set, as near as its place among the neighbours says. */
function near(at: number, place: number, of: string): NearImage {
  const label = classes[at % 3] ?? '';
  return { id: `shapes/${at}.png`, label, similarity: 0.99 - place / 20, differs: label !== of };
}

/** What the editor sends of the neighbours of a turn. */
export function neighboursOf(turn: number): ToKnownSection {
  const found = Array.from({ length: 5 }, (_, at) => {
    const query = { id: `shapes/${100 * turn + at}.png`, label: classes[at % 3] ?? '' };
    const places = Array.from({ length: 8 }, (_, place) => place);
    return {
      query,
      h: places.map((place) => near(at + (place < 6 ? 3 : 1) * (place + 1), place, query.label)),
      z: places.map((place) => near(at + (place < 3 ? 3 : 2) * (place + 1), place, query.label)),
    };
  });
  return { type: 'neighbours', turn, found };
}

/** Pictures of one colour each. */
export function picturesOf(ids: readonly string[]): ToCheckpointPage {
  const side = 8;
  const rgb = Uint8Array.from({ length: ids.length * side * side * 3 }, (_, at) => {
    const image = Math.floor(at / (side * side * 3));
    return 60 + ((image * 47 + (at % 3) * 90 + Math.floor(at / 24) * 9) % 180);
  });
  return { type: 'thumbnails', ids, side, rgb: rgb.buffer, found: ids.map(() => true) };
}

const known: KnownView = {
  accuracies: [
    ['Online linear probe', 'h 58.3 % · z 49.0 %'],
    ['Nearest neighbours (kNN)', '55.1 %'],
    ['Contrastive accuracy', '71.0 %'],
    ['Chance', '10.0 %'],
  ],
  evaluations: [
    {
      path: '/work/.simclr/runs/a/evaluations/step-00000240_a.json',
      title: 'linear h 63.3 % · z 57.0 % · 12:04',
      facts: [
        ['Linear evaluation', 'h 63.3 % · z 57.0 %'],
        ['Images', 'fitted to 5,000, judged on 1,000'],
        ['Made', '12:04, in 41 s'],
      ],
    },
  ],
  images: 1000,
  mayShow: true,
};

/** What is known of the checkpoint; see editor.ts for the names of files. */
export function knownMessages(file: string): readonly ToKnownSection[] {
  switch (file) {
    case 'run':
      return [{ type: 'known', known }, neighboursOf(0)];
    case 'bare':
      return [{ type: 'known', known: { accuracies: [], evaluations: [], images: null, mayShow: true } }];
    case 'untrusted':
      return [{ type: 'known', known: { ...known, mayShow: false } }, neighboursOf(0)];
    default:
      return [];
  }
}
