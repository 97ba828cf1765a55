import { findNodeAtLocation, getNodeValue, parseTree, type Node, type ParseError } from 'jsonc-parser';
import { isLayer, type ConfigLayer } from '../../engine/config/mergeConfig';

/** A part of a text, by offsets; the end is behind it. */
export interface Span {
  readonly start: number;
  readonly end: number;
}

/** The text of a configuration file, understood. */
export interface ParsedConfig {
  readonly layer: ConfigLayer;
  /** Where the value at `path` stands; where it comes from the preset the preset's name, else the beginning. */
  readonly locate: (path: readonly PropertyKey[]) => Span;
}

/** Reads the text of a configuration file; null while it is not a JSON object, which the editor itself points out. */
export function parseConfig(text: string): ParsedConfig | null {
  const errors: ParseError[] = [];
  const root = parseTree(text, errors, { disallowComments: true });
  const layer: unknown = root === undefined ? undefined : getNodeValue(root);
  if (root === undefined || errors.length > 0 || !isLayer(layer)) return null;
  return { layer, locate: (path) => locate(root, path) };
}

function locate(root: Node, path: readonly PropertyKey[]): Span {
  const keys = path.filter((key) => typeof key !== 'symbol');
  const node = findNodeAtLocation(root, keys) ?? findNodeAtLocation(root, ['preset']);
  return node === undefined || node === root
    ? { start: root.offset, end: root.offset + 1 }
    : { start: node.offset, end: node.offset + node.length };
}
