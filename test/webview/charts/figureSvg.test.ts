import { describe, expect, it } from 'vitest';
import type { Figure } from '../../../webview/charts/figure';
import { figureSvg } from '../../../webview/charts/figureSvg';

const axis = {
  title: 'NT-Xent loss',
  min: 4,
  max: 6,
  logarithmic: false,
  color: '#388a34',
  ticks: [{ value: 5, label: '5.0' }],
};
const line = {
  label: 'loss',
  axis: 'left',
  color: '#388a34',
  width: 1.75,
  dash: [7, 3],
  marker: null,
  points: [
    { x: 0, y: 6 },
    { x: 5, y: 5 },
    { x: 10, y: 4 },
  ],
} as const;
const figure: Figure = {
  title: 'a <b> & "c": Loss',
  note: '',
  x: {
    title: 'epoch',
    min: 0,
    max: 10,
    logarithmic: false,
    color: '#000000',
    ticks: [{ value: 5, label: '5' }],
  },
  left: axis,
  right: null,
  lines: [line],
};

describe('a figure as SVG', () => {
  it('is complete: title, axes, ticks, legend, white ground', () => {
    const svg = figureSvg(figure);
    expect(svg).toMatch(/^<svg xmlns="http:\/\/www\.w3\.org\/2000\/svg"/);
    expect(svg).toContain('fill="#ffffff"');
    for (const text of ['>NT-Xent loss<', '>epoch<', '>5.0<', '>5<', '>loss<']) expect(svg).toContain(text);
  });

  it('shows names as they are', () => {
    const svg = figureSvg(figure);
    expect(svg).toContain('a &lt;b&gt; &amp; &quot;c&quot;: Loss');
    expect(svg).not.toContain('<b>');
  });

  it('puts points where the axes say', () => {
    expect(figureSvg(figure)).toContain('d="M72 76L424 250L776 424"');
  });

  it('bends a line on a logarithmic axis', () => {
    const svg = figureSvg({ ...figure, left: { ...axis, logarithmic: true } });
    const middle = 424 - (Math.log(5 / 4) / Math.log(6 / 4)) * 348;
    expect(svg).toContain(`L424 ${middle.toFixed(1)}`);
    expect(svg).toContain('NT-Xent loss (logarithmic)');
  });

  it('keeps dashes and markers, and leaves gaps where there is no value', () => {
    const svg = figureSvg({
      ...figure,
      lines: [{ ...line, marker: 'circle', points: [...line.points, { x: 11, y: NaN }, { x: 12, y: 4 }] }],
    });
    expect(svg).toContain('stroke-dasharray="7 3"');
    expect(svg).toContain('a 3 3 0 1 0 6 0');
    expect(svg.match(/d="M72 76L424 250L776 424M/)).not.toBeNull();
    expect(svg).not.toContain('NaN');
  });

  it('has no legend entry for the line behind', () => {
    const svg = figureSvg({ ...figure, lines: [{ ...line, label: null }, line] });
    expect(svg.match(/>loss</g)).toHaveLength(1);
  });
});
