/**
 * Plays the editor to the augmentation studio: `?scenario=ready&theme=dark`. Views are simple drawings whose brightness
 * and size follow T, so that a change shows. The panel's own script is loaded after this one.
 */
import type {
  CropColors,
  FromStudio,
  StudioAsk,
  StudioChoices,
  StudioDraft,
  StudioView,
  ToStudio,
  Transform,
} from '../../../extension/augmentationStudio/messages';
import { playEditor, type PlayedEditor } from './playEditor';

/** What tests reach into the page by. */
export interface StudioHarness extends PlayedEditor<FromStudio, ToStudio> {
  /** Answers to drawings are held back while this is set, and given when it is unset. */
  hold: boolean;
  /** Gives what was held back. */
  release(): void;
  /** What the studio was opened with. */
  readonly studio: StudioView;
}

declare global {
  interface Window {
    studioHarness: StudioHarness;
  }
}

const query = new URLSearchParams(location.search);
const scenario = query.get('scenario') ?? 'ready';
/** Of a view, in pixels: few, since all of them are drawn here. */
const side = 32;

// Written out: the schema's library tries to evaluate text, which the page's policy forbids.
const crop: Transform = { type: 'crop', p: 1, scale: [0.08, 1], ratio: [3 / 4, 4 / 3] };
const flip: Transform = { type: 'flip', p: 0.5 };
const color: Transform = { type: 'color', p: 0.8, brightness: 0.4, contrast: 0.4, saturation: 0.4, hue: 0.1 };
const strongColor: Transform = { ...color, brightness: 0.8, contrast: 0.8, saturation: 0.8, hue: 0.2 };
const grayscale: Transform = { type: 'grayscale', p: 0.2 };
const blur: Transform = { type: 'blur', p: 0.5, sigma: [0.1, 2], kernel: 0.1 };
const defaults: readonly Transform[] = [
  ...[crop, flip, color, grayscale, blur],
  { type: 'cutout', p: 1, scale: [0.02, 0.33], ratio: [0.3, 3.3] },
  { type: 'sobel', p: 1 },
  { type: 'noise', p: 1, sigma: [0, 0.2] },
  { type: 'rotate', p: 1 },
];

const base: StudioDraft = {
  augment: { transforms: [{ ...crop, scale: [0.2, 1] }, flip, strongColor, grayscale], secondBranch: null },
  seed: 0,
};
const preset = (name: string, transforms: Transform[]) => ({
  name,
  description: name,
  augment: { transforms, secondBranch: null },
});
const isFile = scenario !== 'dataset';
const studio: StudioView = {
  origin: isFile
    ? { kind: 'config', path: '/work/birds.simclr.json' }
    : { kind: 'dataset', source: '/work/photos' },
  title: isFile ? 'birds.simclr.json' : 'photos',
  ...{ dataset: 'photos', count: 4000, imageSize: side, base },
  file: isFile ? 'birds.simclr.json' : null,
  image: { id: 'robin/0.png' },
  other: { id: 'wren/1.png' },
  presets: [
    preset('paper', [crop, flip, strongColor, grayscale, blur]),
    preset('quick', base.augment.transforms),
    preset('none', []),
  ],
  defaults,
};

const held: (() => void)[] = [];
const harness: StudioHarness = Object.assign(playEditor<FromStudio, ToStudio>(answer), {
  studio,
  hold: false,
  release: () => {
    harness.hold = false;
    for (const give of held.splice(0)) give();
  },
});
window.studioHarness = harness;

function answer(message: FromStudio): void {
  switch (message.type) {
    case 'ready':
    case 'retry':
      if (scenario === 'opening') {
        harness.send({ type: 'opening', text: 'Decoding 12,000 of 60,000 images…', share: 0.2 });
      } else if (scenario === 'failed' && message.type === 'ready') {
        harness.send({
          type: 'failed',
          message: 'data.source "photos" does not exist: /work/photos was looked for.',
        });
      } else harness.send({ type: 'opened', studio, choices: choicesOf(0) });
      return;
    case 'choices':
      harness.send({ type: 'choices', choices: choicesOf(message.lot) });
      return;
    case 'draw': {
      const give = () => {
        if (scenario === 'broken') {
          harness.send({
            type: 'notDrawn',
            id: message.id,
            message: '/work/torn.jpg is truncated: choose another image.',
          });
        } else void drawn(message.id, message.ask).then((drawing) => harness.send(drawing));
      };
      if (harness.hold) held.push(give);
      else give();
      return;
    }
    case 'measure': {
      const shortcut = { crops: 0.982, distorted: 0.617, chance: 0.5, images: 200 };
      harness.send({ type: 'shortcut', id: message.id, shortcut });
      return;
    }
    case 'browse':
      harness.send({ type: 'image', image: { path: '/home/me/pictures/heron.jpg' } });
      return;
    case 'save':
      harness.send({
        ...{ type: 'base', base: message.draft, origin: studio.origin },
        ...{ title: studio.title, file: studio.file },
      });
      return;
    default:
      return;
  }
}

async function drawn(id: number, ask: StudioAsk): Promise<ToStudio> {
  const names = Array.from({ length: ask.pairs }, (_, k) => `robin/${k}.png`);
  const pictures: Uint8Array[] = [];
  const add = (subject: number, view: number, by: StudioAsk['augment'] | null) =>
    pictures.push(picture(side, subject, view, by));
  add(0, 0, null);
  for (let k = 0; k < ask.views; k++) add(0, ask.epoch + k + 1, ask.augment);
  for (let k = 0; k < ask.pairs; k++)
    for (const branch of [0, 1]) add(k, 2 * ask.epoch + branch + 1, ask.augment);
  for (const place of ask.alone) {
    const transform = ask.augment.transforms[place];
    const alone = { transforms: transform === undefined ? [] : [transform], secondBranch: null };
    for (let k = 0; k < ask.aloneViews; k++) add(0, k + 1, alone);
  }
  const plain = {
    transforms: ask.augment.transforms.filter(({ type }) => type !== 'color'),
    secondBranch: null,
  };
  const crops = [plain, ask.augment].map((by) => {
    const views = [picture(side, 0, 1, by), picture(side, 0, 2, by), picture(side, 3, 1, by)];
    pictures.push(...views);
    return views;
  });
  const colors = crops.map(colorsOf);
  const pixels = new Uint8Array(pictures.length * side * side * 3);
  pictures.forEach((bytes, index) => pixels.set(bytes, index * side * side * 3));
  return {
    ...{ type: 'drawn', id, format: ask.packed ? 'jpeg' : 'rgb' },
    pixels: ask.packed ? await packed(pixels) : pixels.buffer,
    drawing: {
      imageSize: side,
      pairs: names.map((name) => ({ id: name, label: 'robin' })),
      colors: colors[0] && colors[1] ? { without: colors[0], with: colors[1] } : null,
    },
  };
}

/** Views as a JPEG that is one view wide. */
async function packed(views: Uint8Array): Promise<ArrayBuffer> {
  const height = views.length / (3 * side);
  const canvas = new OffscreenCanvas(side, height);
  const image = new ImageData(side, height);
  for (let pixel = 0; pixel < side * height; pixel++) {
    image.data.set([...views.subarray(3 * pixel, 3 * pixel + 3), 255], 4 * pixel);
  }
  canvas.getContext('2d')?.putImageData(image, 0, 0);
  return (await canvas.convertToBlob({ type: 'image/jpeg', quality: 0.95 })).arrayBuffer();
}

/** A drawing of `subject`: where it lies depends on `view`, how bright and coloured it is on T too. */
function picture(size: number, subject: number, view: number, by: StudioAsk['augment'] | null): Uint8Array {
  const random = (salt: number) => {
    const value = Math.sin(view * 12.9898 + salt * 78.233 + subject * 3.7) * 43758.5453;
    return value - Math.floor(value);
  };
  const of = (type: string) => by?.transforms.find((transform) => transform.type === type);
  const [cut, jitter, gray] = [of('crop'), of('color'), of('grayscale')];
  const kept = cut?.type === 'crop' ? cut.scale[0] + random(1) * (cut.scale[1] - cut.scale[0]) : 1;
  const brightness = jitter?.type === 'color' ? 1 + (2 * random(2) - 1) * jitter.brightness : 1;
  const turn = jitter?.type === 'color' ? (2 * random(3) - 1) * jitter.hue * 360 : 0;
  const hue = subject * 67 + 20 + turn;
  const saturation = gray !== undefined && random(4) < gray.p ? 0 : 55;
  const canvas = new OffscreenCanvas(size, size);
  const pen = canvas.getContext('2d');
  if (pen === null) return new Uint8Array(size * size * 3);
  pen.scale(size / 32, size / 32);
  const light = (value: number) => Math.min(95, value * brightness);
  pen.fillStyle = `hsl(${hue} ${saturation}% ${light(55)}%)`;
  pen.fillRect(0, 0, 32, 32);
  pen.translate(16 + (random(5) - 0.5) * 14 * (1 - kept), 16 + (random(6) - 0.5) * 14 * (1 - kept));
  pen.scale(1 / Math.sqrt(kept), 1 / Math.sqrt(kept));
  pen.fillStyle = `hsl(${hue + 160} ${saturation}% ${light(30)}%)`;
  pen.beginPath();
  for (let corner = 0; corner < 3 + (subject % 5); corner++) {
    const angle = (2 * Math.PI * corner) / (3 + (subject % 5));
    pen.lineTo(9 * Math.cos(angle), 9 * Math.sin(angle));
  }
  pen.fill();
  const { data } = pen.getImageData(0, 0, size, size);
  const bytes = new Uint8Array(size * size * 3);
  for (let pixel = 0; pixel < size * size; pixel++)
    bytes.set(data.subarray(4 * pixel, 4 * pixel + 3), 3 * pixel);
  return bytes;
}

function colorsOf(views: readonly Uint8Array[]): CropColors {
  const counts = views.map((view) =>
    [0, 1, 2].map((channel) => {
      const bins = new Array<number>(32).fill(0);
      for (let at = channel; at < view.length; at += 3) {
        const bin = (view[at] ?? 0) >> 3;
        bins[bin] = (bins[bin] ?? 0) + 1;
      }
      return bins;
    }),
  );
  return { counts, same: 0.82, other: 0.11 };
}

function choicesOf(lot: number): StudioChoices {
  const size = 48;
  const pictures = Array.from({ length: 24 }, (_, k) => picture(size, k + 24 * lot, 0, null));
  const pixels = new Uint8Array(pictures.length * size * size * 3);
  pictures.forEach((bytes, index) => pixels.set(bytes, index * size * size * 3));
  const images = pictures.map((_, k) => ({
    id: `${k % 2 === 0 ? 'robin' : 'wren'}/${24 * lot + k}.png`,
    label: k % 2 === 0 ? 'robin' : 'wren',
  }));
  return { lot, images, side: size, pixels: pixels.buffer };
}
