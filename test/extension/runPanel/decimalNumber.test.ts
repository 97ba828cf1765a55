import { describe, expect, it } from 'vitest';
import { PhiloxStream } from '../../../engine/random/philox';
import { readDecimal } from '../../../extension/runPanel/decimalNumber';

const out = new Float64Array(1);

/** The number that `text` begins with and how long it is; null where it is left to JSON.parse. */
function read(text: string): { value: number; length: number } | null {
  const length = readDecimal(new TextEncoder().encode(`${text},`), 0, out, 0);
  return length < 0 ? null : { value: out[0] ?? NaN, length };
}

function differences(texts: Iterable<string>): string[] {
  const wrong: string[] = [];
  for (const text of texts) {
    const found = read(text);
    if (found !== null && !(found.length === text.length && Object.is(found.value, JSON.parse(text)))) {
      wrong.push(text);
    }
  }
  return wrong;
}

function* repeat(count: number, make: (random: PhiloxStream) => string): Generator<string> {
  const random = new PhiloxStream(7, 0);
  for (let i = 0; i < count; i++) yield make(random);
}

describe('readDecimal', () => {
  it('gives what JSON.parse gives for numbers as JSON.stringify prints them', () => {
    const doubles = repeat(50_000, (random) => String(random.uniform() + random.uniform() * 2 ** -30));
    const singles = repeat(50_000, (random) => String(Math.fround(10 * random.uniform() - 5)));
    const magnitudes = repeat(50_000, (random) =>
      String((random.uniform() + 2 ** -31) * 10 ** Math.floor(44 * random.uniform() - 22)),
    );
    expect(differences(doubles)).toEqual([]);
    expect(differences(singles)).toEqual([]);
    expect(differences(magnitudes)).toEqual([]);
  });

  it('gives what JSON.parse gives for digits at will', () => {
    const digits = (random: PhiloxStream) => {
      const whole = Math.floor(2 ** 32 * random.uniform());
      const fraction = Array.from({ length: Math.floor(9 * random.uniform()) + 1 }, () =>
        Math.floor(10 * random.uniform()),
      ).join('');
      return `${random.uniform() < 0.5 ? '-' : ''}${whole}.${fraction}e${Math.floor(20 * random.uniform() - 10)}`;
    };
    expect(differences(repeat(100_000, digits))).toEqual([]);
  });

  it('reads every number of a usual line by itself', () => {
    const usual = [
      '0',
      '200000',
      '-2.9390750864401043',
      '0.00008021646392604335',
      '3.755144140638045e-7',
      '1e+21',
    ];
    for (const text of usual) expect(read(text)).toEqual({ value: Number(text), length: text.length });
    expect(Object.is(read('-0')?.value, -0)).toBe(true);
  });

  it('leaves what is no JSON number to JSON.parse', () => {
    for (const text of ['', '-', '.5', '+1', '01', '1.', '1e', '1e+', 'NaN', 'null', '"1"']) {
      expect(read(text), text).toBeNull();
    }
  });

  it('leaves what it cannot hold exactly to JSON.parse', () => {
    for (const text of ['1234567890123456789', '1e400', '1e-300', '12345678901234567e9']) {
      expect(read(text), text).toBeNull();
    }
  });
});
