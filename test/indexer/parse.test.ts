import { parseReply } from '../../indexer/parse/parse.js';
import type { Section } from '../../indexer/parse/reply.js';
import {
  type LabelledNode,
  type Labels,
  labelledIn,
  labelsFor,
  madeNames,
  madeReply,
  seed,
} from '../support/letters.js';
import { specCases } from '../support/specCases.js';

const outline = (sections: readonly Section[], depth = 0): string =>
  sections
    .map(
      ({ label, heading, role, inline, children }) =>
        `${'  '.repeat(depth)}${label} [${heading}] ${role}${inline ? ' inline' : ''}\n${outline(children, depth + 1)}`,
    )
    .join('');

/** A letter around a body, so that a case need not repeat the frame. */
const letter = (body: string) =>
  `王某代表：\n您提出的《关于某事的建议》收悉。现答复如下：\n${body}某市某局\n2023年5月26日\n`;

describe('the outline', () => {
  for (const { says, input, expected } of specCases('indexer/parse.spec.txt')) {
    it(says, () => expect(outline(parseReply('r', letter(input)).outline)).toBe(expected));
  }
});

interface Flat {
  readonly label: string;
  readonly start: number;
  readonly end: number;
  readonly heading: string;
}
const flat = (nodes: readonly (LabelledNode | Section)[]): Flat[] =>
  nodes.flatMap(({ label, start, end, heading, children }) => [{ label, start, end, heading }, ...flat(children)]);

describe("the client's reply, labelled by hand", () => {
  const reply = seed();
  const labels: Labels = labelsFor('tjkj-2019-liuzhi');

  it('has its 2 parts, 13 sections and 49 items, each where it stands', () => {
    expect(flat(reply.outline)).toEqual(flat(labels.outline));
    expect(reply.outline.map(({ children }) => children.length)).toEqual([6, 7]);
    expect(reply.outline.flatMap(({ children }) => children.flatMap((section) => section.children))).toHaveLength(49);
  });

  it('keeps what is done and what is planned apart', () => {
    const roles = reply.outline.map(
      ({ children }) => new Set(children.flatMap((section) => section.children.map(({ role }) => role))),
    );
    expect(roles).toEqual([new Set(['done']), new Set(['planned'])]);
  });

  it('has the frame as printed, the empty attachment and the furniture of the page with it', () => {
    const { letterhead, leaves, text } = reply;
    expect(letterhead.addressees?.value).toEqual(['刘智']);
    expect(letterhead.title?.value).toBe(labels.title);
    expect(letterhead.coAgencies.map(({ value }) => value)).toEqual(['市教委', '市场监管委']);
    expect(letterhead.date?.value).toBe('2019-07-05');
    expect(letterhead.contact?.value).toEqual({ unit: '天津市科学技术局', phone: '022-58832816' });
    expect(letterhead.attachment?.value).toBe('');
    const furniture = leaves.filter(({ kind }) => kind === 'furniture').map(({ start, end }) => text.slice(start, end));
    expect(furniture).toContain('分享到:');
  });
});

describe.each(madeNames())('%s, labelled by hand', (name) => {
  const reply = madeReply(name);
  const labels = labelsFor(name);
  const plain = (words: string | null | undefined) => (words ?? '').normalize('NFKC').replace(/\s/g, '');

  it('has every heading and item of the labels and no other', () => {
    const marks = (nodes: readonly Flat[]) => nodes.map(({ label, start }) => `${start} ${plain(label)}`);
    expect(marks(flat(reply.outline))).toEqual(marks(flat(labels.outline)));
  });

  it('has the frame of the labels', () => {
    const { letterhead } = reply;
    expect(plain(letterhead.title?.value)).toBe(plain(labels.title));
    expect(letterhead.addressees?.value).toEqual(labels.addressees);
    expect(letterhead.kind).toBe(labels.kind);
    expect(letterhead.leadAgency?.value.replace(/\s/g, '')).toBe(labels.leadAgency);
    expect(letterhead.date?.value ?? null).toBe(labels.date);
    expect(letterhead.contact?.value.phone ?? null).toBe(labels.contact?.phone ?? null);
  });
});

describe('letters of many layouts, labelled by hand', () => {
  const marks = (nodes: readonly Flat[]) =>
    new Set(nodes.map(({ label, start }) => `${start} ${label.normalize('NFKC')}`));

  const rolesOf = (nodes: readonly (LabelledNode | Section)[]): Map<number, string> =>
    new Map(nodes.flatMap(({ start, role, children }) => [[start, role] as const, ...rolesOf(children)]));

  /** Shares of all letters of a folder: headings found of those labelled, found rightly, and with the right role. */
  function measured(folder: string) {
    let both = 0;
    let found = 0;
    let labelled = 0;
    let roles = 0;
    for (const { reply, labels } of labelledIn(folder)) {
      const ours = marks(flat(reply.outline));
      const theirs = marks(flat(labels.outline));
      const roleAt = rolesOf(reply.outline);
      const common = [...theirs].filter((mark) => ours.has(mark));
      const wanted = rolesOf(labels.outline);
      both += common.length;
      found += ours.size;
      labelled += theirs.size;
      roles += common.filter(
        (mark) => roleAt.get(Number.parseInt(mark, 10)) === wanted.get(Number.parseInt(mark, 10)),
      ).length;
    }
    return { recall: both / labelled, precision: both / found, roles: roles / both };
  }

  // What is reached, less a little: a change that loses more than that is looked at.
  it.each([
    ['letters/tuning', 'looked at while the grammar was written', { recall: 0.97, precision: 0.98, roles: 0.9 }],
    ['letters/layouts', 'looked at for layouts alone', { recall: 0.96, precision: 0.97, roles: 0.84 }],
    ['letters/held', 'measured, never looked at', { recall: 0.97, precision: 0.97, roles: 0.78 }],
  ])('%s: %s', (folder, _how, least) => {
    const { recall, precision, roles } = measured(folder);
    expect(recall).toBeGreaterThanOrEqual(least.recall);
    expect(precision).toBeGreaterThanOrEqual(least.precision);
    expect(roles).toBeGreaterThanOrEqual(least.roles);
  });
});
