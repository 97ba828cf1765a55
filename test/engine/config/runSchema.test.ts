import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { runSchema, runSchemaText, schemaAt, type SchemaNode } from '../../../engine/config/runSchema';

/** Every named property of the schema, with its path. */
function* properties(node: SchemaNode, path = ''): Generator<[string, SchemaNode]> {
  for (const [key, child] of Object.entries(node.properties ?? {})) {
    yield [`${path}${key}`, child];
    yield* properties(child, `${path}${key}.`);
  }
  const inner = [...(node.oneOf ?? []), ...(node.anyOf ?? []), ...(node.items ? [node.items] : [])];
  for (const child of inner) yield* properties(child, path);
}

describe("the editor's schema", () => {
  it('is what is committed (npm run build writes it)', () => {
    const committed = readFileSync(join(__dirname, '../../../media/run.schema.json'), 'utf8');
    expect(committed).toBe(runSchemaText());
  });

  it('explains every field and gives its default', () => {
    const all = [...properties(runSchema())];
    expect(all.length).toBeGreaterThan(80);
    expect(all.filter(([, node]) => node.description === undefined).map(([path]) => path)).toEqual([]);
    const without = all.filter(([, node]) => !('default' in node) && node.const === undefined);
    expect(without.map(([path]) => path)).toEqual(['$schema', 'preset']);
  });

  it('is found by path, among the transformations by their type', () => {
    const root = { augment: { transforms: [{ type: 'crop' }, { type: 'color' }] } };
    expect(schemaAt(['augment', 'transforms', 1, 'hue'], root)?.maximum).toBe(0.5);
    expect(schemaAt(['augment', 'transforms', 0, 'hue'], root)).toBeNull();
    expect(schemaAt(['optimizer', 'toString'], {})).toBeNull();
  });
});
