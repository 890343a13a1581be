import { isBlock } from './headingMarks.js';
import type { Reply, Section } from './reply.js';

/** The tree of a reply as plain JSON, in the form in which people label replies by hand. */
export function outlineJsonOf({ letterhead, outline, warnings }: Reply) {
  return {
    title: letterhead.title?.value ?? null,
    addressees: letterhead.addressees?.value ?? [],
    kind: letterhead.kind,
    leadAgency: letterhead.leadAgency?.value ?? null,
    coAgencies: letterhead.coAgencies.map(({ value }) => value),
    date: letterhead.date?.value ?? null,
    published: letterhead.published?.value ?? null,
    number: letterhead.number?.value ?? null,
    docNumber: letterhead.docNumber?.value ?? null,
    class: letterhead.class?.value ?? null,
    signer: letterhead.signer?.value ?? null,
    contact: letterhead.contact ? { unit: null, person: null, phone: null, ...letterhead.contact.value } : null,
    attachment: letterhead.attachment?.value ?? null,
    outline: outline.map(labelled),
    warnings,
  };
}

/** A section as people label it. */
interface Labelled {
  label: string;
  heading: string;
  start: number;
  end: number;
  role: string;
  /** Of a heading without a number, which most often names an agency. */
  agency?: true;
  children: Labelled[];
}

function labelled({ style, label, heading, start, end, role, children }: Section): Labelled {
  return {
    label,
    heading,
    start,
    end,
    role,
    ...(isBlock(style) ? { agency: true } : {}),
    children: children.map(labelled),
  };
}
