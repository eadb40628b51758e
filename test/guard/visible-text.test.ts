import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import ts from 'typescript';
import { expect, test } from 'vitest';

const RENDERER = join(import.meta.dirname, '../../renderer');

/** Attributes whose text a person reads or hears. */
const READ_ATTRIBUTES = new Set([
  'title',
  'label',
  'placeholder',
  'alt',
  'description',
  'header',
  'aria-label',
  'error',
]);

/** Written the same in every language: names of licences. */
const NAMES = new Set(['Apache-2.0']);

const isWord = (text: string) => /\p{L}{2}/u.test(text) && !NAMES.has(text.trim());

/** Text a person would read that stands in the source instead of the locales. */
function literalTexts(source: string): readonly string[] {
  const file = ts.createSourceFile('page.tsx', source, ts.ScriptTarget.Latest, true, ts.ScriptKind.TSX);
  const found: string[] = [];
  const visit = (node: ts.Node): void => {
    const text = readText(node);
    if (text !== null && isWord(text)) found.push(text.trim());
    ts.forEachChild(node, visit);
  };
  visit(file);
  return found;
}

function readText(node: ts.Node): string | null {
  if (ts.isJsxText(node)) return node.text;
  if (ts.isJsxAttribute(node)) {
    const value = node.initializer;
    const isRead = READ_ATTRIBUTES.has(node.name.getText());
    return isRead && value && ts.isStringLiteral(value) ? value.text : null;
  }
  const isInElement = ts.isJsxExpression(node) && (ts.isJsxElement(node.parent) || ts.isJsxFragment(node.parent));
  return isInElement && node.expression && ts.isStringLiteralLike(node.expression) ? node.expression.text : null;
}

test('a text in the source is noticed', () => {
  expect(literalTexts('const a = <p>Hello</p>;')).toEqual(['Hello']);
  expect(literalTexts('const a = <p title="Hello">{t("x")}</p>;')).toEqual(['Hello']);
  expect(literalTexts('const a = <p>{"Hello"}</p>;')).toEqual(['Hello']);
  expect(literalTexts('const a = <p className="hello" dir="ltr">{t("hello")} · </p>;')).toEqual([]);
});

test('no component holds text of its own: every word comes from the locales', () => {
  const components = readdirSync(RENDERER, { recursive: true, encoding: 'utf8' }).filter((file) =>
    file.endsWith('.tsx'),
  );
  const found = components.flatMap((file) =>
    literalTexts(readFileSync(join(RENDERER, file), 'utf8')).map((text) => `${file}: ${text}`),
  );
  expect(found).toEqual([]);
});

test('no stylesheet or component speaks of left and right: Arabic is written the other way', () => {
  const files = readdirSync(RENDERER, { recursive: true, encoding: 'utf8' }).filter((file) =>
    /\.(css|tsx)$/.test(file),
  );
  const physical =
    /\b(?:margin|padding|border|inset)-(?:left|right)\b|\b(?:margin|padding|border)(?:Left|Right)\b|text-align:\s*(?:left|right)|float:\s*(?:left|right)|^\s*(?:left|right):|\b[mp][lr]=/m;
  expect(files.filter((file) => physical.test(readFileSync(join(RENDERER, file), 'utf8')))).toEqual([]);
});
