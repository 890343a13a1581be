import { join, relative } from 'node:path';
import { checkSync } from 'recheck';
import { type Branch, isLookaround, type Node, parsePattern, printBranch } from './support/patternTree.js';
import { HOME, type Pattern, patternsIn, sourcesIn } from './support/sourcePatterns.js';

/**
 * No text makes a regular expression of the source take more than linear time.
 *
 * A pattern is as slow as its slowest branch, so each branch is judged by itself. One whose repeats all have an end
 * costs the same wherever a match is tried; how much, is counted here. Of one that may repeat without end, `recheck`
 * proves by its automaton that it is linear; that automaton knows neither lookarounds nor back references, so these
 * belong to branches that end.
 */

/**
 * Characters that may be taken, over all ways, in trying one place of a text. An upper bound: every way is counted as
 * gone to its end, and failing there.
 */
const MOST_STEPS = 10_000;
/** Milliseconds for one branch; what `recheck` cannot decide by then counts as slow, and is to be written more simply. */
const PATIENCE = 20_000;

/** Each makes the bot build a pattern out of what is asked. */
const QUESTIONS = [
  '北桥新区现在住了多少人',
  '候车亭是哪家厂子给做的',
  '老城哪三个街道列了养老设施的数',
  '柏岭水库除险那份办复是按哪三条建议来回的',
  '云川晚上给电动车充电一度电多少钱',
  '云川晚上给电动车充电一度电是不是9.9元',
  '石门桥19路末班几点收车',
];

const files = ['indexer', 'dialogs', 'bot']
  .flatMap(sourcesIn)
  .map((file) => ({ file, ...patternsIn(file) }))
  .filter(({ literals, building }) => literals.length + building.length > 0);
const built = patternsBuilt();

describe.each(files)('the patterns of $file', ({ literals, building }) => {
  const own = built.filter(({ place }) => building.includes(place));

  it('take linear time for any text', () => {
    expect([...literals, ...own].flatMap(faultsOf)).toEqual([]);
  });

  if (building.length > 0)
    it('are all known here, those that are built while the bot runs among them', () => {
      expect(building.filter((place) => !own.some((pattern) => pattern.place === place))).toEqual([]);
    });
});

describe('the judgement', () => {
  it.each([
    ['^(?:嗯+|好)*$', 'nested repeats'],
    ['^(?:中介|中介)+$', 'two ways to read the same words'],
    ['\\s+$', 'a repeat tried anew from every place'],
    ['关于.*建议', 'a stretch between two words'],
    ['(?<=^ *)一、', 'a lookbehind without an end'],
    ['(?:“[^”]{0,90}”?){1,30}。', 'more ways than can be tried'],
  ])('refuses %s: %s', (source) => {
    expect(faultsOf({ source, flags: 'u', place: '' })).not.toEqual([]);
  });

  it.each([
    ['^(?:嗯|好)*$'],
    ['关于.{0,60}建议'],
    ['(?<=[\\p{sc=Han}。]) {1,9}(?=\\p{sc=Han})'],
    ['(?:“[^“”]{1,30}”[、,和]?){2,40}'],
  ])('accepts %s', (source) => {
    expect(faultsOf({ source, flags: 'u', place: '' })).toEqual([]);
  });
});

// ---- Patterns that are built ----------------------------------------------------------------------------------------

/** The patterns that the source builds, while it is loaded and while it reads letters and questions. */
function patternsBuilt(): Pattern[] {
  const patterns: Pattern[] = [];
  const original = globalThis.RegExp;
  const note = (pattern: RegExp): RegExp => {
    // The frame below this function and the trap is the one that builds.
    const [, file, line] = /\(?(\/[^()]*):(\d+):\d+\)?$/.exec(new Error().stack!.split('\n')[3]!) ?? [];
    if (file) patterns.push({ source: pattern.source, flags: pattern.flags, place: `${relative(HOME, file)}:${line}` });
    return pattern;
  };
  globalThis.RegExp = new Proxy(original, {
    construct: (target, [pattern, flags]) => note(new target(pattern, flags)),
    apply: (target, _, [pattern, flags]) => note(target(pattern, flags)),
  });
  try {
    readAndAsk();
  } finally {
    globalThis.RegExp = original;
  }
  return patterns;
}

function readAndAsk(): void {
  const { openLibrary }: typeof import('../indexer/index/library.js') = require('../indexer/index/library.js');
  const {
    converse,
    START,
  }: typeof import('../dialogs/converse/conversation.js') = require('../dialogs/converse/conversation.js');
  const {
    maskPersonal,
  }: typeof import('../dialogs/understand/personalData.js') = require('../dialogs/understand/personalData.js');
  const library = openLibrary({ corpus: join(HOME, 'test/replies'), knowledge: join(HOME, 'corpus') });
  for (const question of QUESTIONS) converse(maskPersonal(question).text, START, library);
}

// ---- How slow a pattern is ------------------------------------------------------------------------------------------

/** Whether every repeat has an end. */
const ends = (branch: Branch): boolean =>
  branch.every((node) => {
    if (node.kind === 'group') return node.body.every(ends);
    return node.kind !== 'repeat' || (node.most < Infinity && ends([node.item]));
  });

/** The branches of a pattern, those of the groups that do not end among them: `^(a+|b)$` has `^a+$` and `^b$`. */
const branchesOf = (body: readonly Branch[]): Branch[] =>
  body.flatMap((branch) => {
    const at = branch.findIndex(
      (node) => node.kind === 'group' && !isLookaround(node.open) && node.body.length > 1 && !ends([node]),
    );
    const node = branch[at];
    if (node?.kind !== 'group') return [branch];
    return branchesOf(node.body.map((one) => [...branch.slice(0, at), ...one, ...branch.slice(at + 1)]));
  });

function faultsOf({ source, flags, place }: Pattern): string[] {
  return branchesOf(parsePattern(source)).flatMap((branch) => {
    const fault = ends(branch) ? faultOfEnding(branch, source, flags) : faultOfEndless(branch, flags);
    return fault ? [`${place} ${printBranch(branch)}: ${fault}`] : [];
  });
}

function faultOfEndless(branch: Branch, flags: string): string | undefined {
  // A sticky pattern is tried at one place, as if it began with `^`.
  const source = flags.includes('y') ? `^(?:${printBranch(branch)})` : printBranch(branch);
  const judged = checkSync(source, flags.replace(/[dgy]/g, ''), { checker: 'automaton', timeout: PATIENCE });
  if (judged.status === 'safe') return undefined;
  return judged.status === 'vulnerable' ? judged.complexity.summary : `undecided, ${judged.error.kind}`;
}

function faultOfEnding(branch: Branch, source: string, flags: string): string | undefined {
  const { work } = new Steps(source, flags).of(branch, NOTHING);
  return work > MOST_STEPS ? `${Math.round(work)} steps at one place` : undefined;
}

/** In how many ways a piece of a pattern may match at one place, and in how many steps all of them are tried. */
interface Effort {
  readonly ways: number;
  readonly work: number;
}

const NOTHING: ReadonlySet<string> = new Set();

/** Counts steps, knowing by which character a pattern must go on: `[^“”]{1,30}”` stops in one way only. */
class Steps {
  /** The characters that tell the classes of the pattern apart: those it names, and some of every kind beside. */
  private readonly alphabet: ReadonlySet<string>;
  private readonly known = new Map<string, ReadonlySet<string>>();

  constructor(
    source: string,
    private readonly flags: string,
  ) {
    const named = [...source.matchAll(/\\u([\da-fA-F]{4})|./gsu)].map(([unit, code]) =>
      code ? String.fromCharCode(Number.parseInt(code, 16)) : unit,
    );
    this.alphabet = new Set([...named, ...'05amzAMZ_ \n\t\u3000。,-$+°¼龘é']);
  }

  /** @param next the characters that may follow */
  of(branch: Branch, next: ReadonlySet<string>): Effort {
    let ways = 1;
    let work = 0;
    for (const [i, node] of branch.entries()) {
      const effort = this.ofNode(node, this.starts(branch.slice(i + 1), next));
      work += ways * effort.work;
      ways *= effort.ways;
    }
    return { ways, work };
  }

  private ofNode(node: Node, next: ReadonlySet<string>): Effort {
    if (node.kind === 'repeat') return this.ofRepeat(node, next);
    if (node.kind !== 'group') return { ways: 1, work: 1 };
    if (!isLookaround(node.open)) return this.ofChoice(node.body, next);
    // A lookbehind is matched from its end.
    const body = node.open.startsWith('(?<') ? node.body.map(backwards) : node.body;
    return { ways: 1, work: this.ofChoice(body, NOTHING).work };
  }

  /** Of several branches only those are gone into that may begin with the character that stands there. */
  private ofChoice(body: readonly Branch[], next: ReadonlySet<string>): Effort {
    const choices = body.map((branch) => ({ starts: this.starts(branch, next), ...this.of(branch, next) }));
    const most = (of: (effort: Effort) => number) =>
      Math.max(
        ...[...this.alphabet].map((unit) =>
          choices.reduce((sum, choice) => sum + (choice.starts.has(unit) ? of(choice) : 0), 0),
        ),
      );
    return {
      ways: Math.max(
        1,
        most(({ ways }) => ways),
      ),
      work: most(({ work }) => work),
    };
  }

  private ofRepeat({ item, least, most }: Node & { kind: 'repeat' }, next: ReadonlySet<string>): Effort {
    const begins = this.starts([item], NOTHING);
    const { ways, work } = this.ofNode(item, new Set([...begins, ...next]));
    // Where what follows cannot be taken for another turn, the text itself says how many turns there are.
    const told = [...begins].every((unit) => !next.has(unit));
    const effort = { ways: told ? ways ** most : 0, work: 0 };
    for (let turn = 0; turn <= most; turn++) {
      if (!told && turn >= least) effort.ways += ways ** turn;
      if (turn < most) effort.work += work * ways ** turn;
    }
    return effort;
  }

  /** The characters by which a branch may go on. */
  private starts(branch: Branch, next: ReadonlySet<string>): ReadonlySet<string> {
    const [node, ...rest] = branch;
    if (!node) return next;
    switch (node.kind) {
      case 'one':
        return this.fits(node.source);
      case 'edge':
        return node.source === '$' && !this.flags.includes('m') ? NOTHING : this.starts(rest, next);
      case 'echo':
        return this.alphabet;
      case 'repeat': {
        const begins = this.starts([node.item], this.starts(rest, next));
        return node.least > 0 ? begins : new Set([...begins, ...this.starts(rest, next)]);
      }
      case 'group': {
        const after = this.starts(rest, next);
        // What else a lookaround asks is not told by one character.
        if (isLookaround(node.open) && node.open !== '(?=') return this.alphabet;
        return new Set(node.body.flatMap((one) => [...this.starts(one, node.open === '(?=' ? this.alphabet : after)]));
      }
    }
  }

  private fits(source: string): ReadonlySet<string> {
    const rule = new RegExp(`^${source}$`, this.flags.replace(/[gym]/g, ''));
    const fits = this.known.get(source) ?? new Set([...this.alphabet].filter((unit) => rule.test(unit)));
    this.known.set(source, fits);
    return fits;
  }
}

const backwards = (branch: Branch): Branch =>
  branch
    .map((node): Node => {
      if (node.kind === 'group') return { ...node, body: node.body.map(backwards) };
      return node.kind === 'repeat' ? { ...node, item: backwards([node.item])[0]! } : node;
    })
    .reverse();
