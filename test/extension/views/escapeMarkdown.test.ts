import { expect, test } from 'vitest';
import { escapeMarkdown } from '../../../extension/views/escapeMarkdown';

test('leaves nothing that Markdown could read', () => {
  expect(escapeMarkdown('*a* [b](command:x) $(error) <img> &amp; http://c')).toBe(
    '\\*a\\* \\[b\\]\\(command\\:x\\) \\$\\(error\\) \\<img\\> \\&amp\\; http\\:\\/\\/c',
  );
  expect(escapeMarkdown('one\n\n# two')).toBe('one \\# two');
});
