import { applyEdits, findNodeAtLocation, modify, parseTree, type JSONPath } from 'jsonc-parser';
import { transformSchema, type Transform } from '../../engine/config/augmentation';
import type { StudioDraft } from './messages';

/** How a file is laid out. */
interface Layout {
  /** One step of indentation. */
  readonly step: string;
  readonly eol: string;
}

/**
 * The text of a configuration file with another T, and with another seed where one is given. Everything else stays as it
 * is written; a transformation takes a line and leaves out what the schema has by default.
 */
export function withDraft(text: string, { augment, seed }: StudioDraft, writeSeed: boolean): string {
  const layout = layoutOf(text);
  const { transforms, secondBranch } = augment;
  let changed = setList(text, ['augment', 'transforms'], transforms, layout);
  if (secondBranch !== null) changed = setList(changed, ['augment', 'secondBranch'], secondBranch, layout);
  else if (has(changed, ['augment', 'secondBranch'])) {
    changed = set(changed, ['augment', 'secondBranch'], undefined, layout);
  }
  return writeSeed ? set(changed, ['seed'], seed, layout) : changed;
}

/** The text of a configuration file with another `data.source`. */
export function withSource(text: string, source: string): string {
  return set(text, ['data', 'source'], source, layoutOf(text));
}

function setList(text: string, path: JSONPath, list: readonly Transform[], layout: Layout): string {
  // First the place, by the editor of JSON; then the list, in our layout.
  const placed = set(text, path, [], layout);
  const root = parseTree(placed);
  const node = root && findNodeAtLocation(root, path);
  if (node === undefined) return placed;
  const line = placed.slice(placed.lastIndexOf('\n', node.offset) + 1, node.offset);
  const indent = /^\s*/.exec(line)?.[0] ?? '';
  const lines = list.map((transform) => `${indent}${layout.step}${transformText(transform)}`);
  const value =
    lines.length === 0 ? '[]' : `[${layout.eol}${lines.join(`,${layout.eol}`)}${layout.eol}${indent}]`;
  return placed.slice(0, node.offset) + value + placed.slice(node.offset + node.length);
}

function set(text: string, path: JSONPath, value: unknown, { step, eol }: Layout): string {
  const insertSpaces = step !== '\t';
  const formattingOptions = { insertSpaces, tabSize: insertSpaces ? step.length : 4, eol };
  return applyEdits(text, modify(text, path, value, { formattingOptions }));
}

function has(text: string, path: JSONPath): boolean {
  const root = parseTree(text);
  return root !== undefined && findNodeAtLocation(root, path) !== undefined;
}

function layoutOf(text: string): Layout {
  const [, step = '  '] = /\n([ \t]+)\S/.exec(text) ?? [];
  return { step: step.startsWith('\t') ? '\t' : step, eol: text.includes('\r\n') ? '\r\n' : '\n' };
}

/** `{ "type": "crop", "scale": [0.2, 1] }` */
function transformText(transform: Transform): string {
  const defaults: object = transformSchema.parse({ type: transform.type });
  const fields = Object.entries(transform).filter(
    ([key, value]) => key === 'type' || JSON.stringify(value) !== JSON.stringify(Reflect.get(defaults, key)),
  );
  const texts = fields.map(([key, value]) => {
    const shown = Array.isArray(value) ? `[${value.map(String).join(', ')}]` : JSON.stringify(value);
    return `"${key}": ${shown}`;
  });
  return `{ ${texts.join(', ')} }`;
}
