import { InvalidArgumentError } from 'commander';

/** Reads what a flag that counts was given. @throws InvalidArgumentError where it is no number in that range. */
export function wholeNumber(flag: string, least: number, most = 1_000_000): (text: string) => number {
  return (text) => {
    const count = Number(text);
    if (text.trim() !== '' && Number.isInteger(count) && count >= least && count <= most) return count;
    throw new InvalidArgumentError(
      `${flag} takes a whole number from ${least} to ${most.toLocaleString('en-US')}.`,
    );
  };
}
