/** A module, or a tensor, of a network. */
export interface ModuleNode {
  /** Names it among all: the parts of its name, a line each. */
  readonly path: string;
  /** What it is called within its parent; a module with one child alone is one with it: "bn1.weight". */
  readonly label: string;
  /** Index of the tensor; null for a module. */
  readonly tensor: number | null;
  readonly children: readonly ModuleNode[];
  /** Indices of all tensors in it. */
  readonly tensors: readonly number[];
}

/** A line of the tree as it is shown now. */
export interface TreeRow {
  readonly node: ModuleNode;
  /** From 1. */
  readonly level: number;
  /** Place among its siblings, from 1, and how many they are. */
  readonly place: number;
  readonly siblings: number;
  /** Null for a tensor. */
  readonly open: boolean | null;
}

interface Branch {
  readonly parts: Map<string, Branch>;
  /** What stands before it in a name. */
  readonly separator: string;
  tensor: number | null;
}

/** Groups tensors by their modules: names are cut at dots, or at slashes where there are no dots. */
export function moduleTree(names: readonly string[]): readonly ModuleNode[] {
  const root: Branch = { parts: new Map(), separator: '', tensor: null };
  names.forEach((name, index) => {
    let at = root;
    const separator = name.includes('.') ? '.' : '/';
    for (const part of name.split(separator)) {
      const next = at.parts.get(part) ?? { parts: new Map(), separator, tensor: null };
      at.parts.set(part, next);
      at = next;
    }
    // A name that is cut like another one, "a/b" beside "a.b", gets a line beneath it.
    if (at.tensor === null) at.tensor = index;
    else at.parts.set(`${name} #${index}`, { parts: new Map(), separator, tensor: index });
  });
  return nodesOf(root, '', names);
}

function nodesOf(branch: Branch, prefix: string, names: readonly string[]): ModuleNode[] {
  return [...branch.parts].map(([part, first]) => {
    let [label, path, inner] = [part, `${prefix}\n${part}`, first];
    while (inner.tensor === null && inner.parts.size === 1) {
      const [[only, next] = ['', inner]] = inner.parts;
      label = `${label}${next.separator}${only}`;
      path = `${path}\n${only}`;
      inner = next;
    }
    const children = nodesOf(inner, path, names);
    const own = inner.tensor === null ? [] : [inner.tensor];
    // A tensor that is a module of others too: it stands first among them.
    const self = { path: `${path}\n\0`, label: '·', tensor: inner.tensor, children: [], tensors: own };
    const isModule = children.length > 0;
    return {
      ...{ path, label, tensor: isModule ? null : inner.tensor },
      children: isModule && inner.tensor !== null ? [self, ...children] : children,
      tensors: [...own, ...children.flatMap(({ tensors }) => tensors)],
    };
  });
}

/**
 * The lines of the tree: what is in folded modules is left out, and what has no tensor that is `wanted`.
 * @param wanted null shows all; else modules are open.
 */
export function treeRows(
  nodes: readonly ModuleNode[],
  folded: ReadonlySet<string>,
  wanted: ReadonlySet<number> | null,
  level = 1,
): TreeRow[] {
  const shown =
    wanted === null ? nodes : nodes.filter(({ tensors }) => tensors.some((tensor) => wanted.has(tensor)));
  return shown.flatMap((node, index) => {
    const isModule = node.tensor === null;
    const open = isModule && (wanted !== null || !folded.has(node.path));
    const row = { node, level, place: index + 1, siblings: shown.length, open: isModule ? open : null };
    return open ? [row, ...treeRows(node.children, folded, wanted, level + 1)] : [row];
  });
}
