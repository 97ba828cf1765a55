import { describe, expect, it } from 'vitest';
import { sheetCards } from '../../../webview/runPanel/sheetCards';

/** A picture in which each letter is a colour; a dot is the ground. */
function picture(...lines: readonly string[]) {
  const text = lines.join('');
  const data = new Uint8ClampedArray([...text].flatMap((letter) => [letter.charCodeAt(0), 1, 2, 255]));
  return { data, width: lines[0]?.length ?? 0, height: lines.length };
}

describe('the cards of a sheet', () => {
  it('lie between rows and columns of the ground, the last row shorter', () => {
    const sheet = picture(
      '...........',
      '.ccc..ccc..',
      '.c.c..cxc..',
      '.ccc..ccc..',
      '...........',
      '.ccc.......',
      '.cyc.......',
    );
    expect(sheetCards(sheet)).toEqual([
      { left: 1, top: 1, width: 3, height: 3 },
      { left: 6, top: 1, width: 3, height: 3 },
      { left: 1, top: 5, width: 3, height: 2 },
    ]);
  });

  it('are none in a picture of one colour', () => {
    expect(sheetCards(picture('....', '....'))).toEqual([]);
  });
});
