import type { ToRunPanel } from '../../../extension/runPanel/messages';

type PairSample = NonNullable<Extract<ToRunPanel, { type: 'pairs' }>['sample']>;

const side = 32;
const names = ['arrow', 'dome', 'drop', 'fish', 'heart', 'moon', 'tee', 'triangle'];

/** Pairs of small drawings; `round` makes other ones. */
export function samplePairs(count: number, round: number): PairSample {
  return {
    imageSize: side,
    pairs: Array.from({ length: count }, (_, index) => ({
      id: `train/${names[index % names.length] ?? ''}/${String(100 + index + 8 * round)}.png`,
      label: names[index % names.length] ?? null,
      first: drawing(index + 5 * round, 0),
      second: drawing(index + 5 * round, 1),
    })),
  };
}

/** A sheet as a run leaves it on disk: enlarged pairs on cards, three and a half rows of four. */
export function sampleSheet(): string {
  const [shown, card] = [3 * side, 6 * side + 10];
  const canvas = document.createElement('canvas');
  canvas.width = 48 + 4 * card + 3 * 12;
  canvas.height = 48 + 4 * (shown + 8) + 3 * 12;
  const pen = canvas.getContext('2d');
  if (pen === null) return '';
  pen.fillStyle = 'rgb(246, 246, 246)';
  pen.fillRect(0, 0, canvas.width, canvas.height);
  pen.imageSmoothingEnabled = false;
  for (let index = 0; index < 14; index++) {
    const [left, top] = [24 + (index % 4) * (card + 12), 24 + Math.floor(index / 4) * (shown + 20)];
    pen.fillStyle = 'rgb(204, 204, 204)';
    pen.fillRect(left, top, card, shown + 8);
    for (const view of [0, 1]) {
      pen.drawImage(draw(index, view), left + 4 + view * (shown + 2), top + 4, shown, shown);
    }
  }
  return base64(canvas);
}

function drawing(index: number, view: number): string {
  return base64(draw(index, view));
}

function draw(index: number, view: number): HTMLCanvasElement {
  const canvas = document.createElement('canvas');
  canvas.width = side;
  canvas.height = side;
  const pen = canvas.getContext('2d');
  if (pen === null) return canvas;
  const hue = (index * 67 + view * 140) % 360;
  pen.fillStyle = `hsl(${hue} 45% 70%)`;
  pen.fillRect(0, 0, side, side);
  pen.fillStyle = `hsl(${(hue + 180) % 360} 60% 35%)`;
  pen.translate(side / 2 + 4 * view, side / 2 - 3 * view);
  pen.rotate(index + view);
  pen.scale(1 + view * 0.5, 1 + view * 0.5);
  pen.beginPath();
  for (let corner = 0; corner < 3 + (index % 5); corner++) {
    const angle = (2 * Math.PI * corner) / (3 + (index % 5));
    pen.lineTo(9 * Math.cos(angle), 9 * Math.sin(angle));
  }
  pen.fill();
  return canvas;
}

function base64(canvas: HTMLCanvasElement): string {
  return canvas.toDataURL('image/png').replace(/^data:image\/png;base64,/, '');
}
