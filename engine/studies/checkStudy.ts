import type { Places, Study, TermInput } from './studySchema';

/** What in a study refers to something that it does not have, each with the field and what there is. */
export function studyProblems(study: Study): string[] {
  const { axes, measures, cells, figures, rules, sizes, paper } = study;
  const problems: string[] = [];
  const places = (where: string, at: Places | undefined) => {
    for (const [axis, levels] of Object.entries(at ?? {})) {
      const found = axes.find(({ name }) => name === axis);
      if (found === undefined) {
        problems.push(`${where} names the axis "${axis}", and there are ${listed(axes)}`);
        continue;
      }
      for (const level of typeof levels === 'string' ? [levels] : levels) {
        if (found.levels.some(({ name }) => name === level)) continue;
        problems.push(`${where} names the level "${level}" of ${axis}, which has ${listed(found.levels)}`);
      }
    }
  };
  const measure = (where: string, name: string) => {
    if (measures.some((each) => each.name === name)) return;
    problems.push(`${where} names the measure "${name}", and there are ${listed(measures)}`);
  };
  const term = (where: string, given: TermInput) => {
    if (typeof given === 'number') return;
    const parts = partsOf(given);
    if (parts !== null) {
      for (const part of parts) term(where, part);
      return;
    }
    if (!('measure' in given)) return;
    measure(where, given.measure);
    places(where, given.at);
  };

  problems.push(...repeated('axes', axes), ...repeated('measures', measures));
  for (const [at, { levels }] of axes.entries()) {
    problems.push(...repeated(`axes[${at}].levels`, levels));
    for (const [index, { only }] of levels.entries()) places(`axes[${at}].levels[${index}].only`, only);
  }
  for (const [index, { at }] of cells.entries()) places(`cells[${index}].at`, at);
  for (const [name, size] of Object.entries(sizes)) {
    places(`sizes.${name}.leaveOut`, size.leaveOut);
    for (const [axis, levels] of Object.entries(size.levels ?? {})) {
      places(`sizes.${name}.levels`, { [axis]: Object.keys(levels) });
    }
  }
  for (const [index, { measures: shown, x, series, at }] of figures.entries()) {
    const where = `figures[${index}]`;
    for (const name of shown) measure(where, name);
    places(where, at);
    for (const side of [x, ...(series === null ? [] : [series])]) {
      if (side === 'measures' || axes.some(({ name }) => name === side)) continue;
      problems.push(`${where} names "${side}", and there are ${listed(axes)} and measures`);
    }
    if (shown.length > 1 && x !== 'measures' && series !== 'measures') {
      problems.push(`${where} has several measures: let x or series be "measures", or name a single one`);
    }
    if (x === series) problems.push(`${where} has "${x}" for x and for series`);
  }
  for (const [index, { greater, than }] of rules.entries()) {
    term(`rules[${index}].greater`, greater);
    term(`rules[${index}].than`, than);
  }
  for (const [index, { at, values }] of (paper?.values ?? []).entries()) {
    places(`paper.values[${index}].at`, at);
    for (const name of Object.keys(values)) measure(`paper.values[${index}].values`, name);
  }
  return problems;
}

/** The terms that a term is made of; null where it is of none. */
function partsOf(term: Exclude<TermInput, number>): readonly TermInput[] | null {
  if ('minus' in term) return term.minus;
  if ('mean' in term) return term.mean;
  return 'largest' in term ? term.largest : null;
}

function listed(all: readonly { readonly name: string }[]): string {
  return all.map(({ name }) => `"${name}"`).join(', ');
}

function repeated(where: string, all: readonly { readonly name: string }[]): string[] {
  const names = all.map(({ name }) => name);
  const twice = names.filter((name, index) => names.indexOf(name) !== index);
  return [...new Set(twice)].map((name) => `${where} has "${name}" twice`);
}
