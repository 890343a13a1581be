import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { parseSync } from '@swc/core';

/** The regular expressions of the source, by its syntax tree. Files are paths from the root of the repository. */

export const HOME = join(__dirname, '..', '..');

/** The TypeScript and JavaScript files under a folder. */
export const sourcesIn = (folder: string): string[] =>
  readdirSync(join(HOME, folder), { withFileTypes: true }).flatMap((entry) =>
    entry.isDirectory()
      ? sourcesIn(join(folder, entry.name))
      : /\.[jt]s$/.test(entry.name)
        ? [join(folder, entry.name)]
        : [],
  );

/** A regular expression, and where it stands in the source: `dialogs/told.ts:30`. */
export interface Pattern {
  readonly source: string;
  readonly flags: string;
  readonly place: string;
}

/** A pattern as it is written, by the name of what holds it. */
export interface NamedPattern extends Pattern {
  /** What is declared, with the row of it: `KINDS compare`, `commandOf`; ` 2` behind the second of the same name. */
  readonly name: string;
  /** The strings that are put into `source`, each by the private character (U+E000…) that stands for it there. */
  readonly parts: ReadonlyMap<string, Part>;
}

/** A string of the source that patterns are put together from. */
export interface Part {
  readonly name: string;
  readonly value: string;
}

// biome-ignore lint/suspicious/noExplicitAny: any node of a syntax tree.
type Syntax = Record<string, any>;

interface Module {
  readonly tree: Syntax;
  readonly placeOf: (span: { readonly start: number }) => string;
}

const modules = new Map<string, Module>();

function moduleOf(file: string): Module {
  const known = modules.get(file);
  if (known) return known;
  const text = readFileSync(join(HOME, file));
  const tree = parseSync(text.toString(), {
    syntax: file.endsWith('.ts') ? 'typescript' : 'ecmascript',
    target: 'es2023',
  });
  const lineOf = (start: number) =>
    text
      .subarray(0, start - 1)
      .toString()
      .split('\n').length;
  const read = { tree, placeOf: ({ start }: { readonly start: number }) => `${file}:${lineOf(start)}` };
  modules.set(file, read);
  return read;
}

const isBuilt = ({ type, callee }: Syntax): boolean =>
  (type === 'NewExpression' || type === 'CallExpression') && callee.value === 'RegExp';

/** A file's literals, and the places that build patterns by `RegExp`. */
export function patternsIn(file: string): { readonly literals: Pattern[]; readonly building: string[] } {
  const { tree, placeOf } = moduleOf(file);
  const literals: Pattern[] = [];
  const building: string[] = [];
  visit(tree, (node) => {
    if (node['type'] === 'RegExpLiteral')
      literals.push({ source: node['pattern'], flags: node['flags'], place: placeOf(node['span']) });
    if (isBuilt(node)) building.push(placeOf(node['span']));
  });
  return { literals, building };
}

/**
 * A file's patterns with Chinese characters: literals, and those put together from strings that stand in the source.
 * What is put together while the bot runs is not among them.
 */
export function hanPatternsIn(file: string): NamedPattern[] {
  const { tree, placeOf } = moduleOf(file);
  const patterns: NamedPattern[] = [];
  const seen = new Map<string, number>();
  visit(tree, (node, path) => {
    const written = writtenPattern(node, file);
    if (!written || !/\p{sc=Han}/u.test(expand(written.source, written.parts))) return;
    const label = path.filter(Boolean).join(' ');
    const times = (seen.get(label) ?? 0) + 1;
    seen.set(label, times);
    patterns.push({ ...written, place: placeOf(node['span']), name: times > 1 ? `${label} ${times}` : label });
  });
  return patterns;
}

/** The source of a pattern with each private character replaced by the string it stands for. */
export const expand = (source: string, parts: NamedPattern['parts']): string =>
  source.replace(/[\uE000-\uF8FF]/g, (unit) => parts.get(unit)!.value);

/** The source of a pattern as a person reads it in the file: `第${NUMERAL}条`. */
export const asWritten = (source: string, parts: NamedPattern['parts']): string =>
  source.replace(/[\uE000-\uF8FF]/g, (unit) => `\${${parts.get(unit)!.name}}`);

/** Calls for each node of a tree, with the names of what it stands in, the outermost first. */
function visit(
  node: unknown,
  call: (node: Syntax, path: readonly string[]) => void,
  path: readonly string[] = [],
): void {
  if (typeof node !== 'object' || node === null) return;
  const syntax = node as Syntax;
  const name = nameOf(syntax);
  const inner = name === undefined ? path : [...path, name];
  call(syntax, inner);
  for (const child of Object.values(syntax)) visit(child, call, inner);
}

/** What a node declares; of a row of a table, its first string. */
function nameOf({ type, id, identifier, key, elements, properties }: Syntax): string | undefined {
  switch (type) {
    case 'VariableDeclarator':
      return id.value;
    case 'FunctionDeclaration':
      return identifier.value;
    case 'ClassMethod':
    case 'ClassProperty':
    case 'KeyValueProperty':
      return key.value;
    case 'ArrayExpression':
      return stringAmong(elements.map((element: Syntax | null) => element?.['expression']));
    case 'ObjectExpression':
      return stringAmong(properties.map((property: Syntax) => property['value']));
    default:
      return undefined;
  }
}

const stringAmong = (nodes: readonly (Syntax | undefined)[]): string | undefined =>
  nodes.find((node) => node?.['type'] === 'StringLiteral')?.['value'];

function writtenPattern(node: Syntax, file: string): Pick<NamedPattern, 'source' | 'flags' | 'parts'> | undefined {
  if (node['type'] === 'RegExpLiteral') return { source: node['pattern'], flags: node['flags'], parts: new Map() };
  if (!isBuilt(node)) return undefined;
  const [source, flags] = node['arguments'].map((argument: Syntax) => argument['expression']);
  const parts = new Map<string, Part>();
  const text = source && textOf(source, file, parts);
  return text === undefined ? undefined : { source: text, flags: flags?.value ?? '', parts };
}

/**
 * The string that an expression comes to, if that stands in the source. A string of another name becomes a private
 * character, unless it has alternatives of its own, which then belong to the pattern.
 */
function textOf(node: Syntax, file: string, parts: Map<string, Part>): string | undefined {
  switch (node['type']) {
    case 'StringLiteral':
      return node['value'];
    case 'TemplateLiteral': {
      const texts: (string | undefined)[] = node['expressions'].map((part: Syntax) => textOf(part, file, parts));
      if (texts.includes(undefined)) return undefined;
      return node['quasis'].map((quasi: Syntax, i: number) => quasi['cooked'] + (texts[i] ?? '')).join('');
    }
    case 'BinaryExpression': {
      const [left, right] = [textOf(node['left'], file, parts), textOf(node['right'], file, parts)];
      return node['operator'] !== '+' || left === undefined || right === undefined ? undefined : left + right;
    }
    case 'Identifier': {
      const value = constantOf(node['value'], file);
      if (value === undefined || hasAlternatives(value)) return value;
      const unit = String.fromCharCode(0xe000 + parts.size);
      parts.set(unit, { name: node['value'], value });
      return unit;
    }
    default:
      return undefined;
  }
}

/** Whether a `|` stands in a pattern outside of every group and class. */
const hasAlternatives = (source: string): boolean => {
  const flat = source.replace(/\\.|\[(?:\\.|[^\]\\])*\]/gs, '');
  let depth = 0;
  return [...flat].some((unit) => {
    if (unit === '(') depth++;
    if (unit === ')') depth--;
    return unit === '|' && depth === 0;
  });
};

/** The string that a file declares by a name, or imports from another. */
function constantOf(name: string, file: string): string | undefined {
  for (const item of moduleOf(file).tree['body'] as Syntax[]) {
    const declaration = item['type'] === 'ExportDeclaration' ? item['declaration'] : item;
    for (const { id, init } of declaration['declarations'] ?? []) {
      if (id.value !== name || !init) continue;
      const parts = new Map<string, Part>();
      const text = textOf(init, file, parts);
      return text === undefined ? undefined : expand(text, parts);
    }
    if (item['type'] !== 'ImportDeclaration') continue;
    const from = join(dirname(file), item['source'].value).replace(/\.js$/, '.ts');
    if (item['specifiers'].some(({ local }: Syntax) => local.value === name) && existsSync(join(HOME, from)))
      return constantOf(name, from);
  }
  return undefined;
}
