/** A GPU in a list, whose place there is its number. */
interface Named {
  readonly name: string;
}

/** Whether `device.gpu` leaves the choice open. */
export function isAnyGpu(wanted: string): boolean {
  return wanted.trim().toLowerCase() === 'auto';
}

/** What the GPUs of a list are called: by name, with "#1", "#2", … where several have one name. */
export function gpuLabels(gpus: readonly Named[]): string[] {
  return gpus.map(({ name }, index) => {
    const alike = gpus.flatMap((other, place) => (other.name === name ? [place] : []));
    return alike.length === 1 ? name : `${name} #${alike.indexOf(index) + 1}`;
  });
}

/**
 * The numbers of the GPUs that `device.gpu` fits, in order: a number from 0, or a part of a name, maybe with "#2" behind it
 * for the second of those that have one name.
 */
export function fittingGpus(gpus: readonly Named[], wanted: string): number[] {
  const words = wanted.trim().toLowerCase();
  if (/^\d+$/.test(words)) return Number(words) in gpus ? [Number(words)] : [];
  const [, part = words, place] = /^(.*?)\s*#(\d+)$/.exec(words) ?? [];
  return gpus.flatMap(({ name }, index) => {
    const before = gpus.slice(0, index).filter((other) => other.name === name).length;
    const fits = name.toLowerCase().includes(part) && (place === undefined || Number(place) === before + 1);
    return fits ? [index] : [];
  });
}

/** Some GPUs of a list in words, those with these numbers; all of them without. */
export function gpuList(gpus: readonly Named[], numbers: readonly number[] = [...gpus.keys()]): string {
  const labels = gpuLabels(gpus);
  return numbers.map((number) => `${number} (${labels[number] ?? ''})`).join(', ');
}

/** That `device.gpu` fits several GPUs, and which was taken, in a line for the log; null where it does not. */
export function ambiguity(gpus: readonly Named[], wanted: string, taken: number): string | null {
  const numbers = fittingGpus(gpus, wanted);
  return numbers.length < 2
    ? null
    : `device.gpu: "${wanted}" fits ${numbers.length} GPUs, ${gpuList(gpus, numbers)}: ${taken} is taken.`;
}
