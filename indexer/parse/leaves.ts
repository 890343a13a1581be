import { type Span, slice } from '../text/span.js';
import { FURNITURE } from './boilerplate.js';
import type { Letter, Zones } from './letter.js';
import type { Field, Leaf, LeafKind, Letterhead, Section } from './reply.js';

/** What is known of a letter before it is cut into leaves. */
export interface ParsedLetter {
  readonly letterhead: Letterhead;
  readonly outline: readonly Section[];
  /** First paragraph of the closing courtesies; the sign-off where there are none. */
  readonly closing: number;
}

/** Cuts a letter into leaves: what letterhead and outline name, and between them body, table, furniture or blank. */
export function leavesOf(letter: Letter, zones: Zones, named: ParsedLetter): Leaf[] {
  const { text, paragraphs } = letter;
  const pieces = piecesOf(named);
  const leaves: Leaf[] = [];
  let at = 0;
  const fill = (end: number, kind: LeafKind) => {
    if (end > at) leaves.push({ kind: slice(text, { start: at, end }).trim() === '' ? 'blank' : kind, start: at, end });
    at = Math.max(at, end);
  };
  let next = 0;
  for (const [index, paragraph] of paragraphs.entries()) {
    const kind = kindOf(letter, index, zones, named);
    for (; next < pieces.length && pieces[next]!.start < paragraph.end; next++) {
      const piece = pieces[next]!;
      if (piece.start < at || piece.start < paragraph.start) continue;
      fill(paragraph.start, 'blank');
      fill(piece.start, kind);
      fill(piece.end, piece.kind);
    }
    fill(paragraph.start, 'blank');
    fill(paragraph.end, kind);
  }
  fill(text.length, 'blank');
  return leaves;
}

const FIELDS = [
  'title',
  'addressees',
  'number',
  'docNumber',
  'class',
  'signer',
  'date',
  'published',
  'contact',
  'attachment',
] as const satisfies readonly (keyof Letterhead)[];

/** The letterhead's fields, the marks and the headings, from the top; of those that begin together the longer first. */
function piecesOf({ letterhead, outline }: ParsedLetter): Leaf[] {
  const fields = FIELDS.flatMap((name) => {
    const field: Field<unknown> | undefined = letterhead[name];
    return pieceOf(name === 'addressees' ? 'addressee' : name, field);
  });
  return [...fields, ...outline.flatMap(markAndHeadings)].sort((a, b) => a.start - b.start || b.end - a.end);
}

const pieceOf = (kind: LeafKind, span: Span | undefined): Leaf[] =>
  span && span.end > span.start ? [{ kind, start: span.start, end: span.end }] : [];

/** Of a section and all below it. A section without a label is marked by its first character. */
const markAndHeadings = ({ start, label, headingSpan, children }: Section): Leaf[] => [
  ...pieceOf('mark', { start, end: start + (label.length || 1) }),
  ...pieceOf('heading', headingSpan),
  ...children.flatMap(markAndHeadings),
];

/** The kind of what is not named of a paragraph. */
function kindOf(
  { normalised, paragraphs }: Letter,
  index: number,
  { body, signOff }: Zones,
  { letterhead: { leadAgency }, outline, closing }: ParsedLetter,
): LeafKind {
  const paragraph = paragraphs[index]!;
  const words = slice(normalised, paragraph);
  if (words.startsWith('|')) return 'table';
  if (index >= signOff) {
    const isSigned = leadAgency && leadAgency.start >= paragraph.start && leadAgency.end <= paragraph.end;
    return isSigned ? 'agency' : 'furniture';
  }
  if (index < body) return FURNITURE.test(words) ? 'furniture' : 'title';
  if (index === body && outline[0]?.start !== paragraph.start) return 'opening';
  return index >= closing ? 'closing' : 'body';
}
