/** What a regular expression is made of, and its text again. */

/** `one` takes one character; `edge` (`^`, `$`, `\b`) none; `echo` is a back reference. */
export type Node =
  | { readonly kind: 'one' | 'edge' | 'echo'; readonly source: string }
  | { readonly kind: 'group'; readonly open: string; readonly body: readonly Branch[] }
  | {
      readonly kind: 'repeat';
      readonly item: Node;
      readonly least: number;
      readonly most: number;
      readonly sign: string;
    };
export type Branch = readonly Node[];

const TOKEN =
  /\\(?:[pP]\{[^}]*\}|u\{[^}]*\}|u[\da-fA-F]{4}|x[\da-fA-F]{2}|k<[^>]*>|.)|\[(?:\\.|[^\]\\])*\]|\(\?(?:<?[=!]|:|<[^>]*>)|(?:[*+?]|\{\d+(?:,\d*)?\})\??|./gsu;

/** The branches (`a` and `b` of `a|b`) of a pattern that is known to be well formed. */
export function parsePattern(source: string): Branch[] {
  const tokens = (source.match(TOKEN) ?? []).values();
  const branches = (): Branch[] => {
    const body: Node[][] = [[]];
    for (const token of tokens) {
      const branch = body.at(-1)!;
      if (token === ')') break;
      if (token === '|') body.push([]);
      else if (token.startsWith('(')) branch.push({ kind: 'group', open: token, body: branches() });
      else if (/^(?:[*+?]|\{\d)/.test(token)) branch.push(repeat(branch.pop()!, token));
      else if (/^(?:\^|\$|\\b|\\B)$/.test(token)) branch.push({ kind: 'edge', source: token });
      else branch.push({ kind: /^\\(?:[1-9]|k<)/.test(token) ? 'echo' : 'one', source: token });
    }
    return body;
  };
  return branches();
}

function repeat(item: Node, sign: string): Node {
  const [, least, most] = /^\{(\d+)(,?\d*)/.exec(sign) ?? [];
  const bounds = { '*': [0, Infinity], '+': [1, Infinity], '?': [0, 1] }[sign[0]!];
  const upper = most === '' ? Number(least) : most === ',' ? Infinity : Number(most?.slice(1));
  return { kind: 'repeat', item, sign, least: bounds?.[0] ?? Number(least), most: bounds?.[1] ?? upper };
}

/** The text of a branch, letter for letter as it was parsed. */
export const printBranch = (branch: Branch): string =>
  branch
    .map((node) => {
      if (node.kind === 'group') return `${node.open}${node.body.map(printBranch).join('|')})`;
      return node.kind === 'repeat' ? printBranch([node.item]) + node.sign : node.source;
    })
    .join('');

export const isLookaround = (open: string): boolean => /^\(\?<?[=!]/.test(open);

/** One of the ways in which a pattern can match. */
export interface Alternative {
  /** Its own text, `b` of `^(a|b)$`. */
  readonly written: string;
  /** The whole pattern with every other alternative made to fail: the groups keep their numbers. */
  readonly alone: string;
}

/**
 * The alternatives of a pattern: its branches, or, where there is but one, those of the only group in it that has a
 * choice and must be taken, such as `(a|b)` of `^(a|b)[呀啊]*(c|d)?$`.
 */
export function alternativesOf(body: readonly Branch[]): Alternative[] {
  const [branch] = body;
  if (body.length > 1 || !branch) {
    const texts = body.map(printBranch);
    return texts.map((written, i) => ({
      written,
      alone: texts.map((text, j) => (i === j ? text : `(?!)${text}`)).join('|'),
    }));
  }
  const choices = branch.flatMap((node, at) => {
    const group = node.kind === 'repeat' && node.least > 0 ? node.item : node;
    if (group.kind !== 'group' || isLookaround(group.open)) return [];
    const alternatives = alternativesOf(group.body);
    return alternatives.length > 1 ? [{ at, node, open: group.open, alternatives }] : [];
  });
  const [choice] = choices;
  if (choices.length !== 1 || !choice) return [{ written: printBranch(branch), alone: printBranch(branch) }];
  const { at, node, open, alternatives } = choice;
  const before = printBranch(branch.slice(0, at)) + open;
  const after = `)${node.kind === 'repeat' ? node.sign : ''}${printBranch(branch.slice(at + 1))}`;
  return alternatives.map(({ written, alone }) => ({ written, alone: before + alone + after }));
}
