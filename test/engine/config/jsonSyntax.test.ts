import { expect, it } from 'vitest';
import { findJsonError } from '../../../engine/config/jsonSyntax';

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}

it("agrees with JavaScript's own parser on what is JSON", () => {
  const sample = '{"a": [1, -2.5e+3, true, null, "x\\n\\u00e9"], "b": {}, "c": [] }';
  expect(findJsonError(sample)).toBeNull();
  const characters = [...'{}[]",:\\0 1e.-+tfn\n\t/#\u0001'];
  let wrong = 0;
  for (let at = 0; at <= sample.length; at++) {
    const changed = [sample.slice(0, at), sample.slice(0, at) + sample.slice(at + 1)];
    for (const character of characters) {
      changed.push(sample.slice(0, at) + character + sample.slice(at));
      changed.push(sample.slice(0, at) + character + sample.slice(at + 1));
    }
    for (const text of changed) {
      expect([text, findJsonError(text) === null]).toEqual([text, isJson(text)]);
      if (!isJson(text)) wrong++;
    }
  }
  expect(wrong).toBeGreaterThan(1000);
});
